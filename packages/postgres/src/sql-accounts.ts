import type { AccountEntry, AccountStore } from "@numipay/core";
import { toLiteral } from "./literal.js";
import { runRead, runWrite, type Sessions } from "./session.js";
import { fromStoredText, toStoredText } from "./stored-text.js";
import type { TableNames } from "./table-names.js";

/** Stores the accounts of an inbox. */
export function sqlAccounts<Tx>(sessions: Sessions<Tx>, { accounts }: TableNames): AccountStore {
  return {
    async read() {
      const [found] = await runRead(
        sessions,
        `SELECT name, namespace, renamed_to FROM ${accounts}`,
      );
      return new Map(
        (found?.rows ?? []).map((row) => [fromStoredText(row["name"] ?? ""), toEntry(row)]),
      );
    },
    async add(name, { namespace, renamedTo }) {
      const key = toStored(name);
      // The second statement sees an account that another process added first.
      const [, found] = await runWrite(
        sessions,
        `INSERT INTO ${accounts} (name, namespace, renamed_to)
VALUES (${key}, ${toStored(namespace)}, ${renamedTo === undefined ? "NULL" : toStored(renamedTo)}) ON CONFLICT DO NOTHING;
SELECT namespace, renamed_to FROM ${accounts} WHERE name = ${key}`,
      );
      return toEntry(found?.rows[0] ?? {});
    },
    async rename(from, to) {
      try {
        const [added] = await runWrite(
          sessions,
          `WITH renamed AS (
  UPDATE ${accounts} SET renamed_to = ${toStored(to)}
  WHERE name = ${toStored(from)} AND renamed_to IS NULL
    AND NOT EXISTS (SELECT FROM ${accounts} WHERE name = ${toStored(to)})
  RETURNING namespace
) INSERT INTO ${accounts} (name, namespace) SELECT ${toStored(to)}, namespace FROM renamed`,
        );
        return added?.rowCount === 1;
      } catch (error) {
        // Another process added the name at the same time.
        if ((error as { code?: string }).code === "23505") return false;
        throw error;
      }
    },
  };
}

function toEntry(row: Record<string, string | null>): AccountEntry {
  const renamedTo = row["renamed_to"] ?? undefined;
  return {
    namespace: fromStoredText(row["namespace"] ?? ""),
    renamedTo: renamedTo === undefined ? undefined : fromStoredText(renamedTo),
  };
}

function toStored(name: string): string {
  return toLiteral(toStoredText(name));
}
