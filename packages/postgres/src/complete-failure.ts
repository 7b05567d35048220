import { EffectFailedError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { notRecorded } from "./migrations.js";
import type { TableNames } from "./table-names.js";

/** Fields of a server error. */
interface ServerError {
  code?: string;
  message?: string;
  table?: string;
}

/** SQLSTATE classes that a handler does not cause: connection, resources, operator, system, internal. */
const outages = /^(?:08|53|57|58|F0|XX)/;

/**
 * Classifies a failure of `complete`. Returns an EffectFailedError if the server rejected what a handler wrote, and the error
 * itself if the inbox is unavailable.
 */
export function toCompleteFailure(error: unknown, names: TableNames): unknown {
  const { code, message = "", table } = error as ServerError;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return error;
  if (message.includes(notRecorded)) {
    return new EffectFailedError(transactionLost, { cause: error });
  }
  if (code === "25P02") return new EffectFailedError(statementFailed, { cause: error });
  const isOwn = table === names.bareChanges || message.includes(names.bareChanges);
  // A read-only standby, or the inbox's own table: missing, outdated or not permitted.
  if (outages.test(code) || code === "25006" || isOwn) return withAdvice(error);
  return new EffectFailedError(
    `The database rejected a handler's writes at commit (${code}: ${toPrintable(message, 1_000)}). The transaction was rolled back. Fix ` +
      "what the handler writes, or the constraint that it violates.",
    { cause: error },
  );
}

/** SQLSTATE of a missing table, column, function or schema. */
const outdated = ["42P01", "42703", "42883", "3F000"];

/** Adds the fix to a known failure of the inbox's own statements. */
export function withAdvice(error: unknown): unknown {
  const { code, message = "" } = error as ServerError;
  if (outdated.includes(code ?? "")) {
    return new Error(
      "The inbox's tables are missing or outdated. Call `await inbox.migrate()` at startup.",
      { cause: error },
    );
  }
  if (code === "42501") {
    return new Error(
      `The inbox has no permission to use its tables (${toPrintable(message, 1_000)}). Grant its role SELECT, INSERT and UPDATE on the ` +
        "tables, USAGE on the sequence, and EXECUTE on the functions.",
      { cause: error },
    );
  }
  return error;
}

const transactionLost =
  "A handler ended the inbox's transaction, or the record could not be written in it. The current transaction was rolled back. " +
  "Do not end the transaction in a handler, and check the table of changes for triggers and rules.";

const statementFailed =
  "A handler's statement failed and the handler continued, so the transaction was rolled back. Rethrow the error, or run a " +
  "statement that may fail in a nested transaction or after a SAVEPOINT.";
