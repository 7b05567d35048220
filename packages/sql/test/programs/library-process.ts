// Claims a change in an entry's inbox, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { postgresJsInbox } from "@numipay/sql/postgres-js";
import postgres from "postgres";

interface Settings {
  host: string;
  port: number;
  user: string;
  database: string;
}

interface LibraryInput {
  entry: string;
  settings: Settings;
  schema: string;
  change: Change;
}

const { entry, settings, schema, change } = JSON.parse(process.argv[2] ?? "") as LibraryInput;
const text = `INSERT INTO "${schema}".effects (name) VALUES ('held')`;

const holders: Record<string, () => Promise<unknown>> = {
  async "postgres-js"() {
    const claim = await postgresJsInbox({ sql: postgres(settings), schema }).claim(change);
    if (claim.state === "new") await claim.lease.tx.unsafe(text);
    return claim.state;
  },
};

const state = await holders[entry]?.();
if (state !== "new") throw new Error(`Expected a new change, got ${String(state)}.`);
process.stdout.write("held");
setInterval(() => undefined, 1000);
