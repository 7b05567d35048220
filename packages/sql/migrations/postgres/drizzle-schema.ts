// The tables of @numipay/sql as a schema. Copy it into your schema. Only the inbox writes to these tables.
// Generated from 0001.sql, which creates the tables and what Drizzle has no schema for.

import {
  bigint,
  boolean,
  customType,
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
