import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";

/**
 * A forgery belongs to the signature check, the last four to chaos: a delayed or held delivery, a copy of one, and a late
 * success.
 */
export type WorkKind =
  | "deliver"
  | "settle"
  | "expire"
  | "forgery"
  | "delayed"
  | "held"
  | "copy"
  | "late-success";

/** Work that is due at a time of the virtual clock: a delivery attempt, a settlement or an expiry. */
export interface Work {
  readonly sequence: number;
  readonly kind: WorkKind;
  /** The id of its delivery or transaction. */
  readonly subject: string;
  readonly dueAt: number;
  /** Additional data of this kind of work as JSON, or null. */
  readonly detail: string | null;
}

/** The table of work. */
export interface WorkStore {
  add(work: Omit<Work, "sequence" | "detail"> & { readonly detail?: string | null }): void;
  remove(sequence: number): void;
  cancel(kind: Work["kind"], subject: string): void;
  find(kind: Work["kind"], subject: string): Work | undefined;
  /** The next piece: the earliest, and of several at the same time the one that was added first. */
  next(): Work | undefined;
  /** The next pieces in the same order, up to a limit. */
  upcoming(limit: number): Work[];
  /** The number of pieces, counted up to a limit. */
  count(limit: number): number;
}

/** Opens the table of work. */
export function createWorkStore(sql: Sql): WorkStore {
  return {
    add: (work) =>
      sql.run("INSERT INTO work (kind, subject, due_at, detail) VALUES (?, ?, ?, ?)", [
        work.kind,
        work.subject,
        work.dueAt,
        work.detail ?? null,
      ]),
    remove: (sequence) => sql.run("DELETE FROM work WHERE sequence = ?", [sequence]),
    cancel: (kind, subject) =>
      sql.run("DELETE FROM work WHERE kind = ? AND subject = ?", [kind, subject]),
    find(kind, subject) {
      const row = sql.first("SELECT * FROM work WHERE kind = ? AND subject = ?", [kind, subject]);
      return row === undefined ? undefined : toWork(row);
    },
    next() {
      const row = sql.first("SELECT * FROM work ORDER BY due_at, sequence LIMIT 1");
      return row === undefined ? undefined : toWork(row);
    },
    upcoming: (limit) =>
      sql.all("SELECT * FROM work ORDER BY due_at, sequence LIMIT ?", [limit]).map(toWork),
    count(limit) {
      const row = sql.first("SELECT COUNT(*) AS found FROM (SELECT sequence FROM work LIMIT ?)", [
        limit,
      ]);
      return row === undefined ? 0 : integer(row, "found");
    },
  };
}

function toWork(row: Row): Work {
  return {
    sequence: integer(row, "sequence"),
    kind: text(row, "kind") as Work["kind"],
    subject: text(row, "subject"),
    dueAt: integer(row, "due_at"),
    detail: textOrNull(row, "detail"),
  };
}
