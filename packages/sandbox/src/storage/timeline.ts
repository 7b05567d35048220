import type { TimelineEntry } from "../gateway/timeline-entry.js";
import { integer, text, type Row, type Sql } from "./sql.js";

/** A timeline entry with its time, in milliseconds since 1970. */
export interface DatedTimelineEntry extends TimelineEntry {
  readonly at: number;
}

/** The history of transactions, with one row for each applied command. */
export interface TimelineStore {
  add(transactionId: string, entry: DatedTimelineEntry): void;
  /** The history of one transaction, oldest first. */
  of(transactionId: string): DatedTimelineEntry[];
}

/** Opens the table. */
export function createTimelineStore(sql: Sql): TimelineStore {
  return {
    add: (transactionId, { at, kind, status, detail }) =>
      sql.run(
        "INSERT INTO timeline (transaction_id, at, kind, status, detail) VALUES (?, ?, ?, ?, ?)",
        [transactionId, at, kind, status, detail],
      ),
    of: (transactionId) =>
      sql
        .all("SELECT * FROM timeline WHERE transaction_id = ? ORDER BY number", [transactionId])
        .map(toEntry),
  };
}

function toEntry(row: Row): DatedTimelineEntry {
  return {
    at: integer(row, "at"),
    kind: text(row, "kind"),
    status: text(row, "status"),
    detail: text(row, "detail"),
  };
}
