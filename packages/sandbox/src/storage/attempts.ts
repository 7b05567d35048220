import type { DeliveryState } from "./delivery-state.js";
import { integer, integerOrNull, text, textOrNull, type Row, type Sql } from "./sql.js";

/** Why an attempt was made: the retry schedule, a user's request, chaos, or the signature check of the welcome page. */
export type AttemptCause = "scheduled" | "resend" | "chaos" | "check";

/** Header names and values. */
export type HeaderRecord = Readonly<Record<string, string>>;

/** A recorded attempt. Times are milliseconds since 1970. */
export interface AttemptRecord {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: number;
  readonly url: string;
  /** The body as sent, including changes by chaos. */
  readonly requestBody: string;
  readonly signature: string;
  readonly requestHeaders: HeaderRecord;
  readonly responseStatus: number | null;
  readonly responseHeaders: HeaderRecord | null;
  /** The first 16 KiB of the response, as text. */
  readonly responseBody: string | null;
  /** Real milliseconds, which differ between runs. Do not compare them. */
  readonly durationMs: number;
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
  /** The state of the delivery after it. */
  readonly state: DeliveryState;
  readonly cause: AttemptCause;
  /** The injected fault, if any. */
  readonly fault: string | null;
}

/** An attempt with fields of its delivery. */
export interface AttemptWithDelivery extends AttemptRecord {
  readonly transactionId: string;
  readonly status: string;
}

/** The table of attempts. */
export interface AttemptStore {
  /** Records an attempt, and the new state of its delivery. */
  recordAttempt(attempt: AttemptRecord): void;
  /** All attempts, in order. */
  attempts(): AttemptWithDelivery[];
  /** The attempts of one delivery, in order. */
  attemptsOf(deliveryId: string): AttemptWithDelivery[];
  /** The number of attempts that the retry schedule made. Resent ones do not count. */
  scheduledAttempts(deliveryId: string): number;
}

// An attempt only stores its body if it differs from the delivery's.
const selectAttempts = `SELECT attempts.*, deliveries.transaction_id, deliveries.status,
    COALESCE(attempts.request_body, deliveries.request_body) AS posted_body
  FROM attempts JOIN deliveries USING (delivery_id)`;

/** Opens the table of attempts. */
export function createAttemptStore(sql: Sql): AttemptStore {
  return {
    recordAttempt(attempt) {
      sql.run(
        `INSERT INTO attempts (delivery_id, attempt, at, url, request_body, signature, request_headers, response_status,
           response_headers, response_body, duration_ms, error, next_attempt_at, state, cause, fault)
         VALUES (?, ?, ?, ?, (SELECT NULLIF(?, request_body) FROM deliveries WHERE delivery_id = ?), ?, ?, ?, ?, ?, ?, ?,
           ?, ?, ?, ?)`,
        [
          attempt.deliveryId,
          attempt.attempt,
          attempt.at,
          attempt.url,
          attempt.requestBody,
          attempt.deliveryId,
          attempt.signature,
          JSON.stringify(attempt.requestHeaders),
          attempt.responseStatus,
          attempt.responseHeaders === null ? null : JSON.stringify(attempt.responseHeaders),
          attempt.responseBody,
          attempt.durationMs,
          attempt.error,
          attempt.nextAttemptAt,
          attempt.state,
          attempt.cause,
          attempt.fault,
        ],
      );
      if (attempt.cause === "chaos" || attempt.cause === "check") {
        // A copy or a forgery does not change the state of the delivery.
        sql.run("UPDATE deliveries SET attempts_made = attempts_made + 1 WHERE delivery_id = ?", [
          attempt.deliveryId,
        ]);
        return;
      }
      sql.run(
        `UPDATE deliveries SET state = ?, attempts_made = attempts_made + 1, next_attempt_at = ?, last_status = ?
         WHERE delivery_id = ?`,
        [attempt.state, attempt.nextAttemptAt, attempt.responseStatus, attempt.deliveryId],
      );
    },
    attempts: () => sql.all(`${selectAttempts} ORDER BY attempts.number`).map(toAttempt),
    attemptsOf: (deliveryId) =>
      sql
        .all(`${selectAttempts} WHERE attempts.delivery_id = ? ORDER BY attempts.attempt`, [
          deliveryId,
        ])
        .map(toAttempt),
    scheduledAttempts(deliveryId) {
      const row = sql.first(
        "SELECT COUNT(*) AS made FROM attempts WHERE delivery_id = ? AND cause = 'scheduled'",
        [deliveryId],
      );
      return row === undefined ? 0 : integer(row, "made");
    },
  };
}

function toAttempt(row: Row): AttemptWithDelivery {
  const responseHeaders = textOrNull(row, "response_headers");
  return {
    deliveryId: text(row, "delivery_id"),
    transactionId: text(row, "transaction_id"),
    status: text(row, "status"),
    requestBody: text(row, "posted_body"),
    attempt: integer(row, "attempt"),
    at: integer(row, "at"),
    url: text(row, "url"),
    signature: text(row, "signature"),
    // The casts are safe because these columns are only written from an AttemptRecord.
    requestHeaders: JSON.parse(text(row, "request_headers")) as HeaderRecord,
    responseStatus: integerOrNull(row, "response_status"),
    responseHeaders:
      responseHeaders === null ? null : (JSON.parse(responseHeaders) as HeaderRecord),
    responseBody: textOrNull(row, "response_body"),
    durationMs: integer(row, "duration_ms"),
    error: textOrNull(row, "error"),
    nextAttemptAt: integerOrNull(row, "next_attempt_at"),
    state: text(row, "state") as DeliveryState,
    cause: text(row, "cause") as AttemptCause,
    fault: textOrNull(row, "fault"),
  };
}
