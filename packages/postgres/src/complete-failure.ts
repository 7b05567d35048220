import { EffectFailedError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { notRecorded } from "./statements.js";
import type { TableNames } from "./table-names.js";

/** What the server says of a failure. */
interface ServerError {
  code?: string;
  message?: string;
  table?: string;
}

/** Classes of SQLSTATE that say nothing of what a handler wrote: connection, resources, operator, system, internal. */
const outages = /^(?:08|53|57|58|F0|XX)/;

/**
 * What a failure of `complete` is reported as: an EffectFailedError where the server refuses what the handlers did, and what
 * it is where the inbox cannot be used.
 */
export function toCompleteFailure(error: unknown, names: TableNames): unknown {
  const { code, message = "", table } = error as ServerError;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return error;
  if (message.includes(notRecorded)) {
    return new EffectFailedError(transactionLost, { cause: error });
  }
  if (code === "25P02") return new EffectFailedError(statementFailed, { cause: error });
  const isOwn = table === names.bareChanges || message.includes(names.bareChanges);
  // A standby, or our own table: missing, of an older version, out of reach.
  if (outages.test(code) || code === "25006" || isOwn) return toAdvice(error);
  return new EffectFailedError(
    `The database refused what a handler wrote when it was to be committed (${code}: ${toPrintable(message, 1_000)}). Nothing is kept. Fix ` +
      "what the handler writes, or the constraint that it violates.",
    { cause: error },
  );
}

/** What to do about a failure of the inbox's own statements, where it is known. */
export function toAdvice(error: unknown): unknown {
  const { code, message = "" } = error as ServerError;
  if (code === "42P01" || code === "42703") {
    return new Error(
      "The inbox's tables are missing or of an older version. Call `await inbox.migrate()` once at the start.",
      { cause: error },
    );
  }
  if (code === "42501") {
    return new Error(
      `The inbox may not use its tables (${toPrintable(message, 1_000)}). Grant its role SELECT, INSERT and UPDATE on them, and USAGE on ` +
        "the sequence.",
      { cause: error },
    );
  }
  return error;
}

const transactionLost =
  "The transaction that the inbox opened was ended by a handler, or the record could not be written in it (a trigger or rule " +
  "on the table of changes?). Nothing of the present transaction is kept. Run statements on tx, and leave its end to the inbox.";

const statementFailed =
  "A statement of a handler failed in the inbox's transaction, and the handler went on. Nothing is recorded. Let the " +
  "failure through, or put a statement that may fail in a transaction of its own (or behind a SAVEPOINT).";
