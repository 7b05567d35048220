import type { OutcomeObserver } from "./observer.js";

/** A webhook delivery as an adapter hands it in: nothing of it is trusted. */
export interface Delivery<Request = unknown> {
  method: string;
  /** A header by its lower-case name. A header sent twice comes joined, as servers do it. */
  header(name: string): string | null | undefined;
  /** Reads the body, no more than `maxBytes` of it. Called at most once. */
  body(maxBytes: number): Promise<DeliveryBody>;
  /** The framework's request, for a `signaturePassword` that depends on it. */
  request: Request;
  /** Called once the delivery is verified, before its handlers are looked up. When it rejects, the outcome is `inbox-unavailable`. */
  onVerified?: () => Promise<void> | undefined;
  /**
   * Called with this delivery's outcome, before its answer is given: for an adapter that needs to know what was thrown. It is
   * not awaited.
   */
  onOutcome?: OutcomeObserver;
}

/** What there is of a delivery's body. */
export type DeliveryBody =
  /** The bytes as they were sent. */
  | { form: "bytes"; bytes: Uint8Array }
  /** What a body parser left of them: text, or the parsed value. */
  | { form: "parsed"; value: string | object }
  | { form: "too-large" }
  /** The connection broke before the end, or other code has read the body and kept nothing. `reason` is for the observer. */
  | { form: "lost"; reason?: string };

/** What there is of a body whose sender went away. */
export const cutBody: DeliveryBody = {
  form: "lost",
  reason: "the connection closed before the end of the body",
};
