import { escapeControls, toPrintable } from "./printable.js";

const brand = Symbol.for("numipay.error");

/** The stable code of each kind of error; `docs/errors.md` lists what to do about each. */
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
  | "handler_timeout";

/** A wrong value is quoted, and may be long. */
const longestMessage = 2_000;

/** The base of every error that the library throws. Its message and fields never hold a secret. */
export class NumipayError extends Error {
  /** Stable, for programs: a message may change, a code does not. */
  readonly code: NumipayErrorCode;

  constructor(code: NumipayErrorCode, message: string, options?: ErrorOptions) {
    // It ends up in a log, and may quote what came over the network.
    super(escapeControls(message), options);
    this.code = code;
    this.name = new.target.name;
    // A mark instead of `instanceof`: two copies of the package in one process still know each other's errors.
    Object.defineProperty(this, brand, { value: true });
  }
}

/** An option of the library is missing or wrong; thrown at start-up, before any request. */
export class InvalidOptionError extends NumipayError {
  /** The option's name, such as `signaturePassword`. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super("invalid_option", toPrintable(`${option}: ${problem}`, longestMessage));
    this.option = option;
  }
}

/** A field of a request is missing or wrong; thrown before anything is sent. */
export class InvalidArgumentError extends NumipayError {
  /** The field's name, such as `amount`. */
  readonly field: string;

  constructor(field: string, problem: string, options?: ErrorOptions) {
    super("invalid_argument", toPrintable(`${field}: ${problem}`, longestMessage), options);
    this.field = field;
  }
}

/** A webhook's signature does not match its body under any of the passwords. */
export class InvalidSignatureError extends NumipayError {
  constructor(problem: string) {
    super("invalid_signature", problem);
  }
}

/**
 * What a handler wrote through its transaction cannot be committed: a constraint that is checked at the commit, a statement
 * that failed and was ignored, a transaction that the handler ended. An inbox throws it, and the delivery counts as
 * `handler-failed`, not as `inbox-unavailable`.
 */
export class EffectFailedError extends NumipayError {
  constructor(problem: string, options?: ErrorOptions) {
    super("effect_failed", problem, options);
  }
}

/** A handler ran longer than `handlerTimeoutMs`. It may still be running. */
export class HandlerTimeoutError extends NumipayError {
  constructor(eventType: string, timeoutMs: number) {
    super(
      "handler_timeout",
      `The handlers of ${toPrintable(eventType)} did not finish within ${timeoutMs} ms (handlerTimeoutMs). ` +
        "Until they do, this process applies no change of that transaction. Find what they wait for.",
    );
  }
}

/** True for every error that the library throws. */
export function isNumipayError(error: unknown): error is NumipayError {
  return typeof error === "object" && error !== null && brand in error;
}

/** True for a wrong option, thrown at start-up. */
export function isInvalidOptionError(error: unknown): error is InvalidOptionError {
  return isNumipayError(error) && error.code === "invalid_option";
}

/** True for a wrong field of a request, thrown before anything is sent. */
export function isInvalidArgumentError(error: unknown): error is InvalidArgumentError {
  return isNumipayError(error) && error.code === "invalid_argument";
}

/** True for a signature that does not match. */
export function isInvalidSignatureError(error: unknown): error is InvalidSignatureError {
  return isNumipayError(error) && error.code === "invalid_signature";
}

/** True when what a handler wrote could not be committed. */
export function isEffectFailedError(error: unknown): error is EffectFailedError {
  return isNumipayError(error) && error.code === "effect_failed";
}

/** True when a handler ran longer than `handlerTimeoutMs`. */
export function isHandlerTimeoutError(error: unknown): error is HandlerTimeoutError {
  return isNumipayError(error) && error.code === "handler_timeout";
}
