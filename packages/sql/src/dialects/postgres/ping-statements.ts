import type { Query } from "../dialect.js";
import type { TableNames } from "./table-names.js";
import { toForbidden } from "./with-advice.js";

/**
 * The health check: statements that write no row, for which the server checks what it checks for a delivery, whether it accepts
 * writes, and the privileges. They take no transaction id.
 */
export function toPing(names: TableNames): Query<string | undefined> {
  const { changes, conflicts, marks, accounts, unreadable, fence, claim, complete } = names;
  const inserts = [changes, conflicts, marks, accounts, unreadable].map(
    (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE false`,
  );
  const [mayClaim, mayComplete] = [claim, complete].map(
    (name) =>
      `coalesce(has_function_privilege(CAST(to_regproc('${name}') AS oid), 'EXECUTE'), false)`,
  );
  // A role that may call neither function claims with plain statements.
  const isAllowed = `(${mayComplete} OR NOT ${mayClaim}) AND has_sequence_privilege('${fence}', 'USAGE')`;
  return {
    statements: [
      ...inserts,
      `UPDATE ${changes} SET is_handled = is_handled WHERE false`,
      `SELECT CAST(${isAllowed} AS text) AS is_allowed`,
    ],
    read: (results) =>
      results.at(-1)?.rows[0]?.["is_allowed"] === "true"
        ? undefined
        : toForbidden("permission denied for a function or the sequence"),
  };
}
