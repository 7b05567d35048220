import type { DeliveryState } from "./delivery-state.js";
import { integer, integerOrNull, text, textOrNull, type Row, type Sql } from "./sql.js";

/** Why an attempt was made: the retry schedule, a person's wish, or a fault that was asked for. */
export type AttemptCause = "scheduled" | "resend" | "chaos";

/** The names and values of headers, as they were sent or came. */
export type HeaderRecord = Readonly<Record<string, string>>;

/** One attempt to deliver, as it is written down. Instants are milliseconds since 1970. */
export interface AttemptRecord {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: number;
  readonly url: string;
  /** As it was posted; chaos may have bent it. */
  readonly requestBody: string;
  readonly signature: string;
  readonly requestHeaders: HeaderRecord;
  readonly responseStatus: number | null;
  readonly responseHeaders: HeaderRecord | null;
  /** The first 16 KiB of the answer, as text. */
  readonly responseBody: string | null;
  /** Real milliseconds: it differs from run to run, so nothing that is compared may hold it. */
  readonly durationMs: number;
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
  /** What the delivery was after it. */
  readonly state: DeliveryState;
  readonly cause: AttemptCause;
  /** The chaos fault that was played, if one was. */
  readonly fault: string | null;
}

/** An attempt together with what its delivery is about. */
export interface AttemptWithDelivery extends AttemptRecord {
  readonly transactionId: string;
  readonly status: string;
}

/** The table of attempts. */
export interface AttemptStore {
  /** Writes an attempt down, and what it makes of its delivery. */
  recordAttempt(attempt: AttemptRecord): void;
  /** Every attempt, in the order they were made. */
  attempts(): AttemptWithDelivery[];
  /** Those of one delivery, in the order they were made. */
  attemptsOf(deliveryId: string): AttemptWithDelivery[];
  /** How many of a delivery's attempts the retry schedule made: a resent one must not use up a try. */
  scheduledAttempts(deliveryId: string): number;
}

// An attempt keeps a body of its own only where it is not the delivery's.
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
      if (attempt.cause === "chaos") {
        // A copy or a forgery says nothing of the delivery itself.
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
    // The casts hold because these columns are written from an AttemptRecord alone.
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
