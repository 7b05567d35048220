// The tables of @numipay/sql as a schema. Copy it into your schema. Only the inbox and the journal write to them.
// Generated from the numbered SQL files, which create the tables and what Drizzle has no schema for.

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
/** Compares by bytes. */
const key = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

export const numipayFence = pgSequence("numipay_fence");

export const numipayMigrations = pgTable("numipay_migrations", {
  version: integer("version").primaryKey(),
  appliedAt: timestamp("applied_at", { withTimezone: true }).notNull().defaultNow(),
});

/** One row per change. Never delete rows: a deleted change could be replayed. Columns of fixed length come first, which saves padding. */
export const numipayChanges = pgTable(
  "numipay_changes",
  {
    fence: bigint("fence", { mode: "bigint" }).notNull(),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
    isFinal: boolean("is_final").notNull(),
    /** False if there was no handler for the change. A receiver with a handler may still apply it. */
    isHandled: boolean("is_handled").notNull(),
    transactionKey: key("transaction_key").notNull(),
    status: key("status").notNull(),
    contentDigest: bytes("content_digest").notNull(),
    /** NULL unless the inbox has keepContent, and once archived. */
    content: text("content"),
  },
  (table) => [
    primaryKey({ name: "numipay_changes_pkey", columns: [table.transactionKey, table.status] }),
  ],
);

/** Deliveries that repeated a recorded change with different content. They were not applied; review each one. */
export const numipayConflicts = pgTable(
  "numipay_conflicts",
  {
    transactionKey: key("transaction_key").notNull(),
    status: key("status").notNull(),
    contentDigest: bytes("content_digest").notNull(),
    content: text("content").notNull(),
    times: integer("times").notNull().default(1),
    firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      name: "numipay_conflicts_pkey",
      columns: [table.transactionKey, table.status, table.contentDigest],
    }),
  ],
);

export const numipayMarks = pgTable("numipay_marks", {
  name: key("name").primaryKey(),
  value: text("value").notNull(),
  writtenAt: timestamp("written_at", { withTimezone: true }).notNull().defaultNow(),
});

/** The merchant accounts and the prefixes of their keys. */
export const numipayAccounts = pgTable("numipay_accounts", {
  name: key("name").primaryKey(),
  namespace: key("namespace").notNull(),
  renamedTo: key("renamed_to"),
  addedAt: timestamp("added_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Correctly signed deliveries that the contract cannot read, until they are applied. */
export const numipayUnreadable = pgTable("numipay_unreadable", {
  key: key("key").primaryKey(),
  account: key("account").notNull(),
  receivedAt: timestamp("received_at", { withTimezone: true }).notNull(),
  /** The signed text as a JSON string, because PostgreSQL cannot store every text. NULL once removed. */
  signedText: text("signed_text"),
  problem: text("problem").notNull(),
  removedAt: timestamp("removed_at", { withTimezone: true }),
});

/** One row per call that moves money. Never delete rows: a call without one could be sent again. Columns of fixed length come first, which saves padding. */
export const numipayIntents = pgTable(
  "numipay_intents",
  {
    /** How many claims were granted. The last one's number is its fencing token. */
    fence: bigint("fence", { mode: "bigint" }).notNull(),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull(),
    /** When the last claim was granted after which the call may be sent. */
    attemptedAt: timestamp("attempted_at", { withTimezone: true }),
    /** NULL until the first claim. */
    leaseEndsAt: timestamp("lease_ends_at", { withTimezone: true }),
    /** When the outbox takes the call. NULL if it was never queued, and once its end was reported. */
    dueAt: timestamp("due_at", { withTimezone: true }),
    responseExpiresAt: timestamp("response_expires_at", { withTimezone: true }),
    /** How many claims were granted since recorded_at. */
    attempts: integer("attempts").notNull(),
    /** How often the outbox could not send or report the call. */
    failures: integer("failures").notNull().default(0),
    account: key("account").notNull(),
    slot: key("slot").notNull(),
    trackingId: key("tracking_id").notNull(),
    /** Escaped as in a JSON string. NULL if tracking_id is not a digest. */
    fullTrackingId: text("full_tracking_id"),
    operation: text("operation").notNull(),
    state: key("state").notNull(),
    /** The state that the last claim replaced. */
    claimedFrom: key("claimed_from"),
    keyId: text("key_id").notNull(),
    /** The last columns are JSON. Keyed digests of the request's fields. */
    digests: text("digests").notNull(),
    metadata: text("metadata"),
    response: text("response"),
    /** Only of the outbox, until the end was reported. */
    request: text("request"),
  },
  (table) => [
    primaryKey({
      name: "numipay_intents_pkey",
      columns: [table.account, table.slot, table.trackingId],
    }),
    index("numipay_intents_due")
      .on(table.account, table.dueAt)
      .where(sql`due_at IS NOT NULL`),
    index("numipay_intents_state")
      .on(table.account, table.slot, table.trackingId)
      .where(sql`state IN ('sending', 'unknown')`),
  ],
);

/** What was done once about a call, such as a refund. */
export const numipayOnceMarks = pgTable(
  "numipay_once_marks",
  {
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull(),
    account: key("account").notNull(),
    slot: key("slot").notNull(),
    trackingId: key("tracking_id").notNull(),
    name: key("name").notNull(),
  },
  (table) => [
    primaryKey({
      name: "numipay_once_marks_pkey",
      columns: [table.account, table.slot, table.trackingId, table.name],
    }),
  ],
);
