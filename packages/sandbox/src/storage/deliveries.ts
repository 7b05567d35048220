import type { Transaction } from "@numipay/core/protocol";
import { drawToken } from "../gateway/draw-token.js";
import { integer, integerOrNull, text, textOrNull, type Row, type Sql } from "./sql.js";

/** One change of one transaction that the merchant's webhook URL must hear of. */
export interface Delivery {
  readonly deliveryId: string;
  readonly transactionId: string;
  /** Compact JSON, written when the status changed: a retry says what was true then, not what is true now. */
  readonly requestBody: string;
  readonly attemptsMade: number;
}

/** What a delivery is after an attempt. */
export type DeliveryState = "delivered" | "retrying" | "given-up";

/** One attempt to deliver, as it is written down. Instants are milliseconds since 1970. */
export interface AttemptRecord {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: number;
  readonly url: string;
  readonly signature: string;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
  readonly state: DeliveryState;
}

/** An attempt together with what its delivery is about. */
export interface AttemptWithDelivery extends AttemptRecord {
  readonly transactionId: string;
  readonly status: string;
  readonly requestBody: string;
}

/** The outbox and the record of every attempt. */
export interface DeliveryStore {
  /** Puts a payload into the outbox and answers the delivery's id. */
  insert(payload: Transaction): string;
  byId(deliveryId: string): Delivery | undefined;
  recordAttempt(attempt: AttemptRecord): void;
  /** Every attempt, in the order they were made. */
  attempts(): AttemptWithDelivery[];
}

/** Opens the outbox. Delivery ids are drawn from the seed. */
export function createDeliveryStore(sql: Sql, seed: string): DeliveryStore {
  return {
    insert(payload) {
      const row = sql.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM deliveries");
      const deliveryId = drawToken(
        seed,
        `delivery:${row === undefined ? 1 : integer(row, "next")}`,
        15,
      );
      sql.run(
        "INSERT INTO deliveries (delivery_id, transaction_id, status, request_body) VALUES (?, ?, ?, ?)",
        [deliveryId, payload.transaction_id, payload.status, JSON.stringify(payload)],
      );
      return deliveryId;
    },
    byId(deliveryId) {
      const row = sql.first(
        `SELECT *, (SELECT COUNT(*) FROM attempts WHERE attempts.delivery_id = deliveries.delivery_id) AS attempts_made
         FROM deliveries WHERE delivery_id = ?`,
        [deliveryId],
      );
      return row === undefined ? undefined : toDelivery(row);
    },
    recordAttempt: (attempt) =>
      sql.run(
        `INSERT INTO attempts (delivery_id, attempt, at, url, signature, response_status, error, next_attempt_at, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          attempt.deliveryId,
          attempt.attempt,
          attempt.at,
          attempt.url,
          attempt.signature,
          attempt.responseStatus,
          attempt.error,
          attempt.nextAttemptAt,
          attempt.state,
        ],
      ),
    attempts: () =>
      sql
        .all(
          `SELECT attempts.*, deliveries.transaction_id, deliveries.status, deliveries.request_body
           FROM attempts JOIN deliveries USING (delivery_id) ORDER BY attempts.number`,
        )
        .map(toAttempt),
  };
}

function toDelivery(row: Row): Delivery {
  return {
    deliveryId: text(row, "delivery_id"),
    transactionId: text(row, "transaction_id"),
    requestBody: text(row, "request_body"),
    attemptsMade: integer(row, "attempts_made"),
  };
}

function toAttempt(row: Row): AttemptWithDelivery {
  return {
    deliveryId: text(row, "delivery_id"),
    transactionId: text(row, "transaction_id"),
    status: text(row, "status"),
    requestBody: text(row, "request_body"),
    attempt: integer(row, "attempt"),
    at: integer(row, "at"),
    url: text(row, "url"),
    signature: text(row, "signature"),
    responseStatus: integerOrNull(row, "response_status"),
    error: textOrNull(row, "error"),
    nextAttemptAt: integerOrNull(row, "next_attempt_at"),
    state: text(row, "state") as DeliveryState,
  };
}
