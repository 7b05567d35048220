import { escapeControls, toPrintable } from "./printable.js";

const brand = Symbol.for("numipay.error");

/** The stable code of each kind of error. `docs/errors.md` lists what to do about each. */
export type NumipayErrorCode =
  | "invalid_option"
  | "invalid_argument"
  | "invalid_signature"
  | "request_rejected"
  | "gateway_fault"
  | "connection_failed"
  | "timeout"
  | "redirect_refused"
  | "unexpected_response"
  | "outcome_unknown"
  | "effect_failed"
  | "handler_timeout"
  | "in_progress"
  | "already_sent"
  | "request_mismatch"
  | "journal_unavailable"
  | "already_queued";

/** `handler_timeout` is a HandlerTimeoutError. From the code, because a minifier renames classes. */
function toClassName(code: NumipayErrorCode): string {
  if (code === "connection_failed") return "ConnectionError";
  return `${code.replace(/(?:^|_)./g, (start) => start.slice(-1).toUpperCase())}Error`;
}

/** A message may quote an invalid value of any length. */
const longestMessage = 2_000;

/** The base class of every error that the library throws. The message and the fields never contain a secret. */
export class NumipayError extends Error {
  /** Stable: a message may change between releases, a code does not. */
  readonly code: NumipayErrorCode;

  constructor(code: NumipayErrorCode, message: string, options?: ErrorOptions) {
    // The message goes to logs and may quote text from the network.
    super(escapeControls(message), options);
    this.code = code;
    this.name = toClassName(code);
    // A brand instead of `instanceof`, so that two copies of the package in one process recognize each other's errors.
    Object.defineProperty(this, brand, { value: true });
  }
}

/** An option is missing or invalid. Thrown at startup, before any request. */
export class InvalidOptionError extends NumipayError {
  /** The option's name, such as `signaturePassword`. */
  readonly option: string;

  /** @param problem the rest of the sentence that begins with the option, such as `"must be a function."` */
  constructor(option: string, problem: string) {
    super("invalid_option", toPrintable(`${option} ${problem}`, longestMessage));
    this.option = option;
  }
}

/** A field of a request is missing or invalid. Thrown before anything is sent. */
export class InvalidArgumentError extends NumipayError {
  /** The field's name, such as `amount`. */
  readonly field: string;

  /** @param problem the rest of the sentence that begins with the field, such as `"is required."` */
  constructor(field: string, problem: string, options?: ErrorOptions) {
    super("invalid_argument", toPrintable(`${field} ${problem}`, longestMessage), options);
    this.field = field;
  }
}

/** A webhook's signature does not match its body with any of the passwords. */
export class InvalidSignatureError extends NumipayError {
  constructor(problem: string) {
    super("invalid_signature", problem);
  }
}

/**
 * A handler's database changes cannot be committed, because of a deferred constraint, a failed statement that was ignored, or a
 * transaction that the handler ended. Thrown by an inbox; the delivery's outcome is `handler-failed`, not `inbox-unavailable`.
 */
export class EffectFailedError extends NumipayError {
  constructor(problem: string, options?: ErrorOptions) {
    super("effect_failed", problem, options);
  }
}

/** The handlers of an event ran longer than `handlerTimeoutMs`. They may still be running. */
export class HandlerTimeoutError extends NumipayError {
  constructor(eventType: string, timeoutMs: number) {
    super(
      "handler_timeout",
      `The handlers of ${toPrintable(eventType)} did not finish within ${timeoutMs} ms (handlerTimeoutMs). ` +
        "Until they finish, this process applies no change of that transaction. Find out what they are waiting for.",
    );
  }
}

/** True for every error that the library throws. */
export function isNumipayError(error: unknown): error is NumipayError {
  return typeof error === "object" && error !== null && brand in error;
}

/** True for a missing or invalid option. */
export function isInvalidOptionError(error: unknown): error is InvalidOptionError {
  return isNumipayError(error) && error.code === "invalid_option";
}

/** True for a missing or invalid field of a request. */
export function isInvalidArgumentError(error: unknown): error is InvalidArgumentError {
  return isNumipayError(error) && error.code === "invalid_argument";
}

/** True for a signature that does not match. */
export function isInvalidSignatureError(error: unknown): error is InvalidSignatureError {
  return isNumipayError(error) && error.code === "invalid_signature";
}

/** True when a handler's database changes could not be committed. */
export function isEffectFailedError(error: unknown): error is EffectFailedError {
  return isNumipayError(error) && error.code === "effect_failed";
}

/** True when the handlers of an event ran longer than `handlerTimeoutMs`. */
export function isHandlerTimeoutError(error: unknown): error is HandlerTimeoutError {
  return isNumipayError(error) && error.code === "handler_timeout";
}
