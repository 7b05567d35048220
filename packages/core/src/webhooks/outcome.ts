/** The outcome of a delivery. */
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

/** The response to an outcome. */
interface OutcomeResponse {
  /** The HTTP status. The gateway retries everything except a 2xx (assumed). */
  status: number;
  /** The status if the delivery is only stored in memory. */
  statusInMemory?: number;
  headers?: Record<string, string>;
}

/** The response to each outcome, for all adapters. An outcome without a row does not compile. */
export const outcomeResponses: Readonly<Record<Outcome, OutcomeResponse>> = {
  // Recorded: a retry would change nothing.
  processed: { status: 200 },
  // Recorded as unhandled: a retry would not find a handler either.
  unhandled: { status: 200 },
  // Stored durably for a worker, which will apply it.
  queued: { status: 200 },
  duplicate: { status: 200 },
  stale: { status: 200 },
  conflict: { status: 200 },
  // Verified and stored until the contract can read it. If it is stored only in memory, the gateway must retry it.
  unreadable: { status: 200, statusInMemory: 503 },
  // The gateway must retry: never respond with a 2xx before the record is durable.
  "in-progress": { status: 503, headers: { "retry-after": "5" } },
  "handler-failed": { status: 500 },
  "inbox-unavailable": { status: 503 },
  unconfirmed: { status: 503 },
  // Client errors: an unauthenticated sender never gets a 5xx.
  "bad-signature": { status: 401 },
  malformed: { status: 400 },
  "too-large": { status: 413 },
  "unsupported-encoding": { status: 415 },
  // The only response to a GET, which a cache could store.
  "method-not-allowed": { status: 405, headers: { allow: "POST", "cache-control": "no-store" } },
};

/** The HTTP response to a delivery. */
export interface WebhookResponse {
  /** Also the content of the body. */
  readonly outcome: Outcome;
  /** The HTTP status. */
  readonly status: number;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** Created once: a response contains only the outcome, so there is one per outcome. */
/** Created with the first response. */
let responses: ReadonlyMap<Outcome, WebhookResponse> | undefined;
let responsesInMemory: ReadonlyMap<Outcome, WebhookResponse> | undefined;

function createResponses(
  toStatus: (row: OutcomeResponse) => number,
): ReadonlyMap<Outcome, WebhookResponse> {
  return new Map(
    (Object.entries(outcomeResponses) as [Outcome, OutcomeResponse][]).map(([outcome, row]) => [
      outcome,
      {
        outcome,
        status: toStatus(row),
        // With the charset, which Fastify would otherwise add to every response.
        headers: { "content-type": "application/json; charset=utf-8", ...row.headers },
        body: JSON.stringify({ outcome }),
      },
    ]),
  );
}

/**
 * Returns the response to an outcome.
 *
 * @param isDurable whether unreadable deliveries are stored durably. Defaults to `true`.
 */
export function toResponse(outcome: Outcome, isDurable = true): WebhookResponse {
  responses ??= createResponses(({ status }) => status);
  responsesInMemory ??= createResponses(({ status, statusInMemory = status }) => statusInMemory);
  return (isDurable ? responses : responsesInMemory).get(outcome) as WebhookResponse;
}
