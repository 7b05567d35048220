import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";

/** Something that must be done at an instant of the virtual clock: a delivery's next attempt, a settlement, an expiry. */
export interface Work {
  readonly sequence: number;
  readonly kind: "deliver" | "settle" | "expire";
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
  /** What comes next: the earliest, and of several at the same instant the one that was added first. */
  next(): Work | undefined;
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
    next() {
      const row = sql.first("SELECT * FROM work ORDER BY due_at, sequence LIMIT 1");
      return row === undefined ? undefined : toWork(row);
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
