import type { NumipayEvent } from "../protocol/event.js";

/** Not a WeakMap: a process may have loaded two copies of this package. */
const verified = Symbol.for("numipay.verifiedEvent");

interface VerifiedRequest {
  [verified]?: NumipayEvent;
}

/** Puts the verified event on a request. */
export function setVerifiedEvent(request: object, event: NumipayEvent): void {
  // Not enumerable: a logger that prints the request does not print the event.
  Object.defineProperty(request, verified, { value: event, configurable: true });
}

/**
 * The verified event of a request.
 *
 * @param verifier what puts it there, such as `"numipayVerifier()"`
 * @throws Error when the verifier did not run: nothing unverified is ever returned
 */
export function getVerifiedEvent(request: object, verifier: string): NumipayEvent {
  const event = (request as VerifiedRequest)[verified];
  if (event === undefined) {
    throw new Error(`The request is not verified. Put ${verifier} on its route.`);
  }
  return event;
}
