import type { InboxCheckpoints } from "@numipay/core";
import { toLiteral, toStoredKey } from "./literal.js";
import { runRead, runWrite, type Sessions } from "./session.js";
import type { TableNames } from "./table-names.js";

/** Stores the reconciler's checkpoints. */
export function sqlCheckpoints<Tx>(
  sessions: Sessions<Tx>,
  { marks }: TableNames,
): InboxCheckpoints {
  return {
    async read(name) {
      const key = toLiteral(toStoredKey(name));
      const [found] = await runRead(sessions, `SELECT value FROM ${marks} WHERE name = ${key}`);
      return found?.rows[0]?.["value"] ?? undefined;
    },
    async write(name, value) {
      await runWrite(
        sessions,
        `INSERT INTO ${marks} (name, value) VALUES (${toLiteral(toStoredKey(name))}, ${toLiteral(value)})
ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = now()`,
      );
    },
  };
}
