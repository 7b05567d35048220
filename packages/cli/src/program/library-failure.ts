import {
  isInvalidArgumentError,
  isInvalidOptionError,
  isOutcomeUnknownError,
  type NumipayError,
  type NumipayErrorCode,
} from "@numipay/core";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { nameLibraryOptions } from "../options/library-options.js";
import type { CommandNames } from "./command-names.js";
import type { Failure } from "./failure.js";
import { nameSubject } from "./name-subject.js";
import { toOutcomeAdvice } from "./outcome-advice.js";

/** The library's errors: the request was rejected (1), the usage is wrong (2), or the outcome is unknown (3). */
const exitCodeOf: Record<NumipayErrorCode, ExitCode> = {
  invalid_option: exitCodes.usage,
  invalid_argument: exitCodes.usage,
  invalid_signature: exitCodes.wrong,
  request_rejected: exitCodes.wrong,
  gateway_fault: exitCodes.unknown,
  connection_failed: exitCodes.unknown,
  timeout: exitCodes.unknown,
  redirect_refused: exitCodes.unknown,
  unexpected_response: exitCodes.unknown,
  outcome_unknown: exitCodes.unknown,
  effect_failed: exitCodes.unknown,
  handler_timeout: exitCodes.unknown,
  in_progress: exitCodes.unknown,
  already_sent: exitCodes.unknown,
  request_mismatch: exitCodes.unknown,
  journal_unavailable: exitCodes.unknown,
  already_queued: exitCodes.unknown,
};

const shownFields = ["field", "status", "body", "tracking_id", "lastKnownStatus", "report"];

/** Converts an error of the library. Its message names the options of the command instead of those of the library. */
export function toLibraryFailure(error: NumipayError, names: CommandNames): Failure {
  const advice = isOutcomeUnknownError(error) ? toOutcomeAdvice(error) : undefined;
  const own = toMessage(error, names);
  const message = isOutcomeUnknownError(error)
    ? own.replace(error.advice, () => advice ?? "")
    : own;
  const details = Object.fromEntries(
    Object.entries(error).filter(
      ([key, value]) => shownFields.includes(key) && value !== undefined,
    ),
  );
  return {
    exitCode: exitCodeOf[error.code],
    code: error.code,
    message: nameLibraryOptions(message),
    details: { ...details, ...(advice !== undefined && { advice }) },
  };
}

/** The message of an invalid option or field begins with its name. */
function toMessage(error: NumipayError, names: CommandNames): string {
  const isField = isInvalidArgumentError(error);
  const subject = isField ? error.field : isInvalidOptionError(error) ? error.option : undefined;
  if (subject === undefined) return error.message;
  const problem = error.message.slice(subject.length + 1);
  return nameSubject({ subject, problem, isField }, names);
}
