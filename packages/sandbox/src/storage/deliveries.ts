import { randomToken } from "../gateway/random-token.js";
import { createAttemptStore, type AttemptStore } from "./attempts.js";
import type { DeliveryState } from "./delivery-state.js";
import { integer, integerOrNull, text, type Row, type Sql, type Value } from "./sql.js";

export type { DeliveryState };

/** A webhook about one status change. Times are milliseconds since 1970. */
export interface Delivery {
  /** The sequence number, for paging. */
  readonly number: number;
  readonly deliveryId: string;
  readonly accountId: string;
  readonly transactionId: string;
  /** The status that it reports. */
  readonly status: string;
  /** Compact JSON, written when the status changed. Retries send the status of that time. */
  readonly requestBody: string;
  readonly createdAt: number;
  readonly state: DeliveryState;
  /** Including resent ones. */
  readonly attemptsMade: number;
  readonly nextAttemptAt: number | null;
  /** The HTTP status of the last response, or null. */
  readonly lastStatus: number | null;
}

/** A delivery before it has an id. */
export type NewDelivery = Pick<
  Delivery,
  "accountId" | "transactionId" | "status" | "requestBody"
> & { readonly now: number };

/** Selects a page of deliveries, newest first, below a number. */
export interface DeliveryQuery {
  readonly accountId: string;
  readonly state?: DeliveryState | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The outbox, and the log of all attempts. */
export interface DeliveryStore extends AttemptStore {
  /** Adds a payload to the outbox and returns the delivery's id. */
  insert(delivery: NewDelivery): string;
  byId(deliveryId: string): Delivery | undefined;
  list(query: DeliveryQuery): Delivery[];
  /** The deliveries of one transaction, oldest first. */
  ofTransaction(transactionId: string): Delivery[];
  /** The number of an account's deliveries that have attempts left. */
  countOnTheirWay(accountId: string): number;
  /** Changes the time of the next attempt. Null means never. */
  setNextAttempt(deliveryId: string, state: DeliveryState, nextAttemptAt: number | null): void;
}

/** Opens the outbox. Delivery ids are derived from the seed. */
export function createDeliveryStore(sql: Sql, seed: string): DeliveryStore {
  const many = (rest: string, values: readonly Value[]): Delivery[] =>
    sql.all(`SELECT * FROM deliveries WHERE ${rest}`, values).map(toDelivery);
  return {
    ...createAttemptStore(sql),
    insert({ accountId, transactionId, status, requestBody, now }) {
      const row = sql.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM deliveries");
      const number = row === undefined ? 1 : integer(row, "next");
      const deliveryId = randomToken(seed, `delivery:${number}`, 15);
      sql.run(
        `INSERT INTO deliveries (delivery_id, account_id, transaction_id, status, request_body, created_at, state,
           attempts_made, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?)`,
        [deliveryId, accountId, transactionId, status, requestBody, now, now],
      );
      return deliveryId;
    },
    byId: (deliveryId) => many("delivery_id = ?", [deliveryId])[0],
    list({ accountId, state, before = Number.MAX_SAFE_INTEGER, limit }) {
      return state === undefined
        ? many("account_id = ? AND number < ? ORDER BY number DESC LIMIT ?", [
            accountId,
            before,
            limit,
          ])
        : many("account_id = ? AND state = ? AND number < ? ORDER BY number DESC LIMIT ?", [
            accountId,
            state,
            before,
            limit,
          ]);
    },
    ofTransaction: (transactionId) => many("transaction_id = ? ORDER BY number", [transactionId]),
    countOnTheirWay(accountId) {
      const row = sql.first(
        "SELECT COUNT(*) AS waiting FROM deliveries WHERE account_id = ? AND state IN ('pending', 'retrying')",
        [accountId],
      );
      return row === undefined ? 0 : integer(row, "waiting");
    },
    setNextAttempt: (deliveryId, state, nextAttemptAt) =>
      sql.run("UPDATE deliveries SET state = ?, next_attempt_at = ? WHERE delivery_id = ?", [
        state,
        nextAttemptAt,
        deliveryId,
      ]),
  };
}

function toDelivery(row: Row): Delivery {
  return {
    number: integer(row, "number"),
    deliveryId: text(row, "delivery_id"),
    accountId: text(row, "account_id"),
    transactionId: text(row, "transaction_id"),
    status: text(row, "status"),
    requestBody: text(row, "request_body"),
    createdAt: integer(row, "created_at"),
    // Ensured by the table's CHECK.
    state: text(row, "state") as DeliveryState,
    attemptsMade: integer(row, "attempts_made"),
    nextAttemptAt: integerOrNull(row, "next_attempt_at"),
    lastStatus: integerOrNull(row, "last_status"),
  };
}
