import type { NumipayEvent } from "../protocol/event.js";

/** A registered symbol instead of a WeakMap, because a process may load two copies of this package. */
const verified = Symbol.for("numipay.verifiedEvent");

interface VerifiedRequest {
  [verified]?: NumipayEvent;
}

/** Stores the verified event on a request. */
export function setVerifiedEvent(request: object, event: NumipayEvent): void {
  // Not enumerable, so that a logger that prints the request does not print the event.
  Object.defineProperty(request, verified, { value: event, configurable: true });
}

/**
 * Returns the verified event of a request.
 *
 * @param verifier the middleware that stores it, such as `"numipayVerifier()"`, for the error message
 * @throws Error when the verifier did not run. An unverified event is never returned
 */
export function getVerifiedEvent(request: object, verifier: string): NumipayEvent {
  const event = (request as VerifiedRequest)[verified];
  if (event === undefined) {
    throw new Error(`The request is not verified. Add ${verifier} to its route.`);
  }
  return event;
}
