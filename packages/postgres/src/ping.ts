import { beginWrite, type Session, type Sessions } from "./session.js";
import type { TableNames } from "./table-names.js";
import { toForbidden, withAdvice } from "./with-advice.js";

/**
 * Creates the health check. In a transaction as a claim opens it, it runs statements that write no row, for which the server
 * checks what it checks for a delivery: whether it accepts writes, and the privileges. They take no transaction id.
 */
export function createPing<Tx>(sessions: Sessions<Tx>, names: TableNames): () => Promise<void> {
  const { changes, conflicts, marks, accounts, unreadable, fence, claim, complete } = names;
  const inserts = [changes, conflicts, marks, accounts, unreadable].map(
    (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE false;`,
  );
  const isExecutable = [claim, complete].map(
    (name) => `has_function_privilege(CAST(CAST('${name}' AS regproc) AS oid), 'EXECUTE')`,
  );
  const sql = `${beginWrite};
${inserts.join("\n")}
UPDATE ${changes} SET is_handled = is_handled WHERE false;
SELECT ${isExecutable.join(" AND ")} AND has_sequence_privilege('${fence}', 'USAGE') AS is_allowed`;

  async function check(session: Session<Tx>): Promise<boolean> {
    try {
      const results = await session.run(sql);
      await session.run("ROLLBACK");
      session.giveBack();
      return results.at(-1)?.rows[0]?.["is_allowed"]?.startsWith("t") === true;
    } catch (error) {
      session.discard();
      throw withAdvice(error);
    }
  }

  return async () => {
    if (await check(await sessions.open())) return;
    throw new Error(toForbidden("permission denied for a function or the sequence"));
  };
}
