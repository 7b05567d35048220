import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";

/** The last four are chaos': a delivery that was held back, one more copy of one, a payment that succeeds late. */
export type WorkKind =
  | "deliver"
  | "settle"
  | "expire"
  | "delayed"
  | "held"
  | "copy"
  | "late-success";

/** Something that must be done at an instant of the virtual clock: a delivery's next attempt, a settlement, an expiry. */
export interface Work {
  readonly sequence: number;
  readonly kind: WorkKind;
  /** The id of the delivery or the transaction that it is about. */
  readonly subject: string;
  readonly dueAt: number;
  /** What only this kind of work needs to know, as JSON; null where there is nothing. */
  readonly detail: string | null;
}

/** The table of work. */
export interface WorkStore {
  add(work: Omit<Work, "sequence" | "detail"> & { readonly detail?: string | null }): void;
  remove(sequence: number): void;
  cancel(kind: Work["kind"], subject: string): void;
  find(kind: Work["kind"], subject: string): Work | undefined;
  /** What comes next: the earliest, and of several at the same instant the one that was added first. */
  next(): Work | undefined;
  /** What comes next and after that, in the same order, so many pieces at most. */
  upcoming(limit: number): Work[];
  /** How many pieces there are, counted up to a limit. */
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
