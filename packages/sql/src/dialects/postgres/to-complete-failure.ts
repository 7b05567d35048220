import { EffectFailedError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { notRecorded } from "./migrations.js";
import type { TableNames } from "./table-names.js";
import { encodingErrors, readOnly, withAdvice } from "./with-advice.js";

/** Fields of a server error. */
interface ServerError {
  code?: string;
  message?: string;
  table?: string;
  /** The same, from postgres.js. */
  table_name?: string;
}

/** SQLSTATE classes that a handler does not cause: connection, resources, operator, system, internal. */
const outages = /^(?:08|53|57|58|F0|XX)/;

/**
 * Classifies a failure of `complete`. Returns an EffectFailedError if the server rejected what a handler wrote, and the error
 * itself if the inbox is unavailable.
 */
export function toCompleteFailure(error: unknown, names: TableNames): unknown {
  const { code, message = "", table_name, table = table_name } = error as ServerError;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return error;
  if (message.includes(notRecorded)) {
    return new EffectFailedError(transactionLost, { cause: error });
  }
  if (code === "25P02") return new EffectFailedError(statementFailed, { cause: error });
  const isOwn =
    table === names.bareChanges ||
    [names.bareChanges, names.bareComplete].some((name) => message.includes(name));
  // The claim began a transaction that may write, so a handler changed it.
  if (code === readOnly) return new EffectFailedError(madeReadOnly, { cause: error });
  // A handler's own text fails at its statement, so this one is the record's.
  if (outages.test(code) || encodingErrors.includes(code) || isOwn) return withAdvice(error);
  return new EffectFailedError(
    `The database rejected a handler's writes at commit (${code}: ${toPrintable(message, 1_000)}). The transaction was rolled back. Fix ` +
      "what the handler writes, or the constraint that it violates.",
    { cause: error },
  );
}

const transactionLost =
  "A handler ended the inbox's transaction, or the record could not be written in it. The current transaction was rolled back. " +
  "Do not end the transaction in a handler, and check the table of changes for triggers and rules.";

const madeReadOnly =
  "A handler made the transaction read-only, so the record could not be written. Remove the setting of transaction_read_only from " +
  "the handler.";

const statementFailed =
  "A handler's statement failed and the handler continued, so the transaction was rolled back. Rethrow the error, or run a " +
  "statement that may fail in a nested transaction or after a SAVEPOINT.";
