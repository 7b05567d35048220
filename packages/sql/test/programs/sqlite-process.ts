// Applies changes in a SQLite file, as the test asks. Each line of its output is one report.
import { createReceiver, type Transaction } from "@numipay/core";
import { sqliteInbox } from "@numipay/sql/better-sqlite3";

interface SqliteInput {
  path: string;
  events: Transaction[];
  /** Never returns from the handler after its effect, so that the test can kill the process. */
  hangs: boolean;
}

const { path, events, hangs } = JSON.parse(process.argv[2] ?? "") as SqliteInput;
const inbox = sqliteInbox({ path, acquireTimeoutMs: 30_000 });
const receiver = createReceiver({ inbox, signaturePassword: "a-password-for-these-tests-alone" });
receiver.on("*", (event, { tx }) => {
  tx.prepare("INSERT INTO effects (name) VALUES (?)").run(event.transaction_id);
  if (!hangs) return;
  process.stdout.write("held\n");
  // Blocks as a slow synchronous handler does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});

const outcomes: Record<string, number> = {};
const apply = async (event: Transaction): Promise<void> => {
  const { outcome } = await receiver.apply(event, {
    source: "reconcile",
    matched: undefined,
    passwordIndex: undefined,
    request: undefined,
  });
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
};
await Promise.all(events.map(apply));
inbox.close();
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
