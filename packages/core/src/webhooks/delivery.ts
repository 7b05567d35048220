import type { OutcomeObserver } from "./observer.js";

/** A webhook delivery from an adapter. Nothing in it is trusted. */
export interface Delivery<Request = unknown> {
  /** The HTTP method, upper-case. */
  method: string;
  /** Returns a header by its lower-case name. A repeated header is joined, as servers do. */
  header(name: string): string | null | undefined;
  /** Reads at most `maxBytes` of the body. Called at most once. */
  body(maxBytes: number): Promise<DeliveryBody>;
  /** The framework's request, for a `signaturePassword` or `account` that depends on it. */
  request: Request;
  /** Called after the delivery is verified and before its handlers are looked up. If it rejects, the outcome is `inbox-unavailable`. */
  onVerified?: () => Promise<void> | undefined;
  /** Called with this delivery's outcome before the response, for an adapter that needs the error. It is not awaited. */
  onOutcome?: OutcomeObserver;
}

/** The body of a delivery, as far as it is available. */
export type DeliveryBody =
  /** The raw bytes. */
  | { form: "bytes"; bytes: Uint8Array }
  /** The text or the parsed value from a body parser. */
  | { form: "parsed"; value: string | object }
  | { form: "too-large" }
  /** The connection closed early, or other code read the body without keeping it. `reason` goes to the observer. */
  | { form: "lost"; reason?: string };

/** The body of a request whose connection closed early. */
export const cutBody: DeliveryBody = {
  form: "lost",
  reason: "the connection closed before the end of the body",
};
