import { integer, text, type Sql } from "./sql.js";

/**
 * What the welcome page shows as done and no other table shows: an API call with a valid key, the delivery of the last
 * signature check, and the last run of `numipay doctor`.
 */
export type ChecklistStep = "api-call" | "signature" | "doctor";

/** The last record of a step. */
export interface ChecklistRecord {
  /** Milliseconds since 1970 on the virtual clock. */
  readonly at: number;
  /** Empty, the id of a delivery, or a run of the doctor as JSON. */
  readonly detail: string;
}

/** The table of steps, with at most one row for each account and step. */
export interface ChecklistStore {
  find(accountId: string, step: ChecklistStep): ChecklistRecord | undefined;
  record(accountId: string, step: ChecklistStep, record: ChecklistRecord): void;
  /** Records the first call of an account. Later ones cost no statement. */
  recordApiCall(accountId: string, at: number): void;
}

/** Opens the table. */
export function createChecklistStore(sql: Sql): ChecklistStore {
  const haveCalled = new Set<string>();
  const find: ChecklistStore["find"] = (accountId, step) => {
    const row = sql.first("SELECT at, detail FROM checklist WHERE account_id = ? AND step = ?", [
      accountId,
      step,
    ]);
    return row === undefined ? undefined : { at: integer(row, "at"), detail: text(row, "detail") };
  };
  const record: ChecklistStore["record"] = (accountId, step, { at, detail }) =>
    sql.run("INSERT OR REPLACE INTO checklist (account_id, step, at, detail) VALUES (?, ?, ?, ?)", [
      accountId,
      step,
      at,
      detail,
    ]);
  return {
    find,
    record,
    recordApiCall(accountId, at) {
      if (haveCalled.has(accountId)) return;
      if (find(accountId, "api-call") === undefined) {
        record(accountId, "api-call", { at, detail: "" });
      }
      haveCalled.add(accountId);
    },
  };
}
