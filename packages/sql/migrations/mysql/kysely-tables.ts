// The tables of @numipay/sql as types of Kysely. Copy them into your project. Generated from the numbered SQL files.

import type { ColumnType } from "kysely";

/** Only the inbox and the journal write to these tables. */
type ReadOnly<Type> = ColumnType<Type, never, never>;

export interface NumipayMigrationsTable {
  version: ReadOnly<number>;
  applied_at: ReadOnly<Date>;
}

/** One row per change. Never delete rows: a deleted change could be replayed. All times are in UTC. */
export interface NumipayChangesTable {
  transaction_key: ReadOnly<Buffer>;
  status: ReadOnly<Buffer>;
  is_final: ReadOnly<number>;
  fence: ReadOnly<number>;
  content_digest: ReadOnly<Buffer>;
  /** NULL unless the inbox has keepContent, and once archived. */
  content: ReadOnly<string | null>;
  /** 0 if there was no handler for the change. A receiver with a handler may still apply it. */
  is_handled: ReadOnly<number>;
  recorded_at: ReadOnly<Date>;
}

/** One row per transaction, which a claim locks. fence is the token of the last claim whose record was committed. */
export interface NumipayLocksTable {
  transaction_key: ReadOnly<Buffer>;
  fence: ReadOnly<number>;
}

/** Always empty. It numbers the claims. */
export interface NumipayFenceTable {
  id: ReadOnly<number>;
}

/** Deliveries that repeated a recorded change with different content. They were not applied; review each one. */
export interface NumipayConflictsTable {
  transaction_key: ReadOnly<Buffer>;
  status: ReadOnly<Buffer>;
  content_digest: ReadOnly<Buffer>;
  content: ReadOnly<string>;
  times: ReadOnly<number>;
  first_seen_at: ReadOnly<Date>;
  last_seen_at: ReadOnly<Date>;
}

export interface NumipayMarksTable {
  name: ReadOnly<Buffer>;
  value: ReadOnly<string>;
  written_at: ReadOnly<Date>;
}

/** The merchant accounts and the prefixes of their keys. */
export interface NumipayAccountsTable {
  name_key: ReadOnly<Buffer>;
  name: ReadOnly<string>;
  namespace: ReadOnly<string>;
  renamed_to: ReadOnly<string | null>;
  added_at: ReadOnly<Date>;
}

/** Correctly signed deliveries that the contract cannot read, until they are applied. */
export interface NumipayUnreadableTable {
  delivery_key: ReadOnly<Buffer>;
  account: ReadOnly<string>;
  received_at: ReadOnly<Date>;
  /** The signed text as a JSON string. NULL once removed. */
  signed_text: ReadOnly<string | null>;
  problem: ReadOnly<string>;
  removed_at: ReadOnly<Date | null>;
}

/** One row per call that moves money. Never delete rows: a call without one could be sent again. All times are in UTC. */
export interface NumipayIntentsTable {
  account: ReadOnly<Buffer>;
  slot: ReadOnly<Buffer>;
  tracking_id: ReadOnly<Buffer>;
  /** Escaped as in a JSON string. NULL if tracking_id is not a digest. */
  full_tracking_id: ReadOnly<string | null>;
  operation: ReadOnly<string>;
  state: ReadOnly<Buffer>;
  /** The state that the last claim replaced. */
  claimed_from: ReadOnly<string | null>;
  /** How many claims were granted. The last one's number is its fencing token. */
  fence: ReadOnly<number>;
  /** How many claims were granted since recorded_at. */
  attempts: ReadOnly<number>;
  /** How often the outbox could not send or report the call. */
  failures: ReadOnly<number>;
  recorded_at: ReadOnly<Date>;
  /** When the last claim was granted after which the call may be sent. */
  attempted_at: ReadOnly<Date | null>;
  /** NULL until the first claim. */
  lease_ends_at: ReadOnly<Date | null>;
  /** When the outbox takes the call. NULL if it was never queued, and once its end was reported. */
  due_at: ReadOnly<Date | null>;
  response_expires_at: ReadOnly<Date | null>;
  key_id: ReadOnly<string>;
  /** The last columns are JSON. Keyed digests of the request's fields. */
  digests: ReadOnly<string>;
  metadata: ReadOnly<string | null>;
  response: ReadOnly<string | null>;
  /** Only of the outbox, until the end was reported. */
  request: ReadOnly<string | null>;
}

/** What was done once about a call, such as a refund. */
export interface NumipayOnceMarksTable {
  account: ReadOnly<Buffer>;
  slot: ReadOnly<Buffer>;
  tracking_id: ReadOnly<Buffer>;
  name: ReadOnly<Buffer>;
  recorded_at: ReadOnly<Date>;
}

/** For your database: `interface Database extends NumipayTables { … }`. */
export interface NumipayTables {
  numipay_migrations: NumipayMigrationsTable;
  numipay_changes: NumipayChangesTable;
  numipay_locks: NumipayLocksTable;
  numipay_fence: NumipayFenceTable;
  numipay_conflicts: NumipayConflictsTable;
  numipay_marks: NumipayMarksTable;
  numipay_accounts: NumipayAccountsTable;
  numipay_unreadable: NumipayUnreadableTable;
  numipay_intents: NumipayIntentsTable;
  numipay_once_marks: NumipayOnceMarksTable;
}
