/** What became of a delivery. */
export type Outcome =
  | "processed"
  | "unhandled"
  | "queued"
  | "duplicate"
  | "stale"
  | "conflict"
  | "in-progress"
  | "handler-failed"
  | "inbox-unavailable"
  | "unconfirmed"
  | "unreadable"
  | "bad-signature"
  | "malformed"
  | "too-large"
  | "unsupported-encoding"
  | "method-not-allowed";

/** How an outcome is answered. */
interface OutcomeResponse {
  /** The HTTP status. The gateway tries again on everything that is not 2xx (assumed). */
  status: number;
  /** The status instead where what was stored ends with the process. */
  statusInMemory?: number;
  headers?: Record<string, string>;
}

/** The one table from outcome to answer: every adapter answers from it, and an outcome without its row does not compile. */
export const outcomeResponses: Readonly<Record<Outcome, OutcomeResponse>> = {
  // Settled: nothing is gained by sending it again.
  processed: { status: 200 },
  // Recorded as unhandled: sending it again would not bring a handler.
  unhandled: { status: 200 },
  // Durably stored for a worker, which will settle it.
  queued: { status: 200 },
  duplicate: { status: 200 },
  stale: { status: 200 },
  conflict: { status: 200 },
  // Rightly signed, and kept until a contract can read it. What is kept only in memory must be retried.
  unreadable: { status: 200, statusInMemory: 503 },
  // To be sent again: never a 2xx before the record is durable.
  "in-progress": { status: 503, headers: { "retry-after": "5" } },
  "handler-failed": { status: 500 },
  "inbox-unavailable": { status: 503 },
  unconfirmed: { status: 503 },
  // The sender's fault: an unauthenticated sender never gets a 5xx.
  "bad-signature": { status: 401 },
  malformed: { status: 400 },
  "too-large": { status: 413 },
  "unsupported-encoding": { status: 415 },
  // The only one that answers a GET, which a cache would keep.
  "method-not-allowed": { status: 405, headers: { allow: "POST", "cache-control": "no-store" } },
};

/** A delivery's answer, ready for any server. */
export interface WebhookResponse {
  readonly outcome: Outcome;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** Made once: an answer tells a sender the outcome and nothing else, so there are no more than these. */
const answers = toAnswers(({ status }) => status);
const answersInMemory = toAnswers(({ status, statusInMemory = status }) => statusInMemory);

function toAnswers(
  toStatus: (row: OutcomeResponse) => number,
): ReadonlyMap<Outcome, WebhookResponse> {
  return new Map(
    (Object.entries(outcomeResponses) as [Outcome, OutcomeResponse][]).map(([outcome, row]) => [
      outcome,
      {
        outcome,
        status: toStatus(row),
        // With the charset that Fastify would else add to each answer.
        headers: { "content-type": "application/json; charset=utf-8", ...row.headers },
        body: JSON.stringify({ outcome }),
      },
    ]),
  );
}

/**
 * The answer of an outcome.
 *
 * @param isDurable whether what the inbox stores outlives the process. Defaults to `true`
 */
export function toAnswer(outcome: Outcome, isDurable = true): WebhookResponse {
  return (isDurable ? answers : answersInMemory).get(outcome) as WebhookResponse;
}
