// The tables of @numipay/sql as a schema. Copy it into your schema. Only the inbox and the journal write to them.
// Generated from the numbered SQL files, which create the tables and what Drizzle has no schema for.

import {
  bigint,
  customType,
  datetime,
  index,
  int,
  mysqlTable,
  primaryKey,
  tinyint,
} from "drizzle-orm/mysql-core";

/** Compares by bytes. */
const exactText = customType<{ data: string }>({
  dataType: () => "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
});
const key = customType<{ data: Buffer }>({ dataType: () => "varbinary(512)" });
const digest = customType<{ data: Buffer }>({ dataType: () => "binary(32)" });

export const numipayMigrations = mysqlTable("numipay_migrations", {
  version: int("version").primaryKey(),
  appliedAt: datetime("applied_at", { fsp: 6 }).notNull(),
});

/** One row per change. Never delete rows: a deleted change could be replayed. All times are in UTC. */
export const numipayChanges = mysqlTable(
  "numipay_changes",
  {
    transactionKey: key("transaction_key").notNull(),
    status: key("status").notNull(),
    isFinal: tinyint("is_final").notNull(),
    fence: bigint("fence", { mode: "bigint", unsigned: true }).notNull(),
    contentDigest: digest("content_digest").notNull(),
    /** NULL unless the inbox has keepContent, and once archived. */
    content: exactText("content"),
    /** 0 if there was no handler for the change. A receiver with a handler may still apply it. */
    isHandled: tinyint("is_handled").notNull(),
    recordedAt: datetime("recorded_at", { fsp: 6 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.transactionKey, table.status] })],
);

/** One row per transaction, which a claim locks. fence is the token of the last claim whose record was committed. */
export const numipayLocks = mysqlTable("numipay_locks", {
  transactionKey: key("transaction_key").primaryKey(),
  fence: bigint("fence", { mode: "bigint", unsigned: true }).notNull(),
});

/** Always empty. It numbers the claims. */
export const numipayFence = mysqlTable("numipay_fence", {
  id: bigint("id", { mode: "bigint", unsigned: true }).primaryKey().autoincrement(),
});

/** Deliveries that repeated a recorded change with different content. They were not applied; review each one. */
export const numipayConflicts = mysqlTable(
  "numipay_conflicts",
  {
    transactionKey: key("transaction_key").notNull(),
    status: key("status").notNull(),
    contentDigest: digest("content_digest").notNull(),
    content: exactText("content").notNull(),
    times: int("times").notNull(),
    firstSeenAt: datetime("first_seen_at", { fsp: 6 }).notNull(),
    lastSeenAt: datetime("last_seen_at", { fsp: 6 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.transactionKey, table.status, table.contentDigest] })],
);

export const numipayMarks = mysqlTable("numipay_marks", {
  name: key("name").primaryKey(),
  value: exactText("value").notNull(),
  writtenAt: datetime("written_at", { fsp: 6 }).notNull(),
});

/** The merchant accounts and the prefixes of their keys. */
export const numipayAccounts = mysqlTable("numipay_accounts", {
  nameKey: key("name_key").primaryKey(),
  name: exactText("name").notNull(),
  namespace: exactText("namespace").notNull(),
  renamedTo: exactText("renamed_to"),
  addedAt: datetime("added_at", { fsp: 6 }).notNull(),
});

/** Correctly signed deliveries that the contract cannot read, until they are applied. */
export const numipayUnreadable = mysqlTable("numipay_unreadable", {
  deliveryKey: key("delivery_key").primaryKey(),
  account: exactText("account").notNull(),
  receivedAt: datetime("received_at", { fsp: 3 }).notNull(),
  /** The signed text as a JSON string. NULL once removed. */
  signedText: exactText("signed_text"),
  problem: exactText("problem").notNull(),
  removedAt: datetime("removed_at", { fsp: 3 }),
});

/** One row per call that moves money. Never delete rows: a call without one could be sent again. All times are in UTC. */
export const numipayIntents = mysqlTable(
  "numipay_intents",
  {
    account: key("account").notNull(),
    slot: key("slot").notNull(),
    trackingId: key("tracking_id").notNull(),
    /** Escaped as in a JSON string. NULL if tracking_id is not a digest. */
    fullTrackingId: exactText("full_tracking_id"),
    operation: exactText("operation").notNull(),
    state: key("state").notNull(),
    /** The state that the last claim replaced. */
    claimedFrom: exactText("claimed_from"),
    /** How many claims were granted. The last one's number is its fencing token. */
    fence: bigint("fence", { mode: "bigint", unsigned: true }).notNull(),
    /** How many claims were granted since recorded_at. */
    attempts: int("attempts").notNull(),
    /** How often the outbox could not send or report the call. */
    failures: int("failures").notNull().default(0),
    recordedAt: datetime("recorded_at", { fsp: 6 }).notNull(),
    /** When the last claim was granted after which the call may be sent. */
    attemptedAt: datetime("attempted_at", { fsp: 6 }),
    /** NULL until the first claim. */
    leaseEndsAt: datetime("lease_ends_at", { fsp: 6 }),
    /** When the outbox takes the call. NULL if it was never queued, and once its end was reported. */
    dueAt: datetime("due_at", { fsp: 6 }),
    responseExpiresAt: datetime("response_expires_at", { fsp: 6 }),
    keyId: exactText("key_id").notNull(),
    /** The last columns are JSON. Keyed digests of the request's fields. */
    digests: exactText("digests").notNull(),
    metadata: exactText("metadata"),
    response: exactText("response"),
    /** Only of the outbox, until the end was reported. */
    request: exactText("request"),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.slot, table.trackingId] }),
    index("numipay_intents_due").on(table.account, table.dueAt),
    index("numipay_intents_state").on(table.account, table.state),
  ],
);

/** What was done once about a call, such as a refund. */
export const numipayOnceMarks = mysqlTable(
  "numipay_once_marks",
  {
    account: key("account").notNull(),
    slot: key("slot").notNull(),
    trackingId: key("tracking_id").notNull(),
    name: key("name").notNull(),
    recordedAt: datetime("recorded_at", { fsp: 6 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.slot, table.trackingId, table.name] })],
);
