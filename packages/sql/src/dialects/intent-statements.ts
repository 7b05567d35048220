import type { IntentKey, RecordedIntent } from "@numipay/core";
import { afterKey } from "./after-key.js";
import type { Query, StatementResult } from "./dialect.js";
import { claimIntent } from "./claim-intent.js";
import type { IntentDialect } from "./intent-dialect.js";
import { toCondition, toJsonLiteral, toKeyRow, toNullable, toQueuedRow } from "./intent-rows.js";
import type { IntentTerms } from "./intent-terms.js";
import { toIntentColumns, toRecordedIntent } from "./read-intent.js";
import { toStoredKey } from "./stored-key.js";
import { toWholeNumber } from "./whole-number.js";

/** How many intents a page of `unresolved` has. */
const pageSize = 100;

/** The statements of a journal and an outbox. */
export function intentStatements(terms: IntentTerms): Omit<IntentDialect, "ping"> {
  const { intents, onceMarks, toKey, toTime, now, startedAt, isInTransaction } = terms;
  const columns = toIntentColumns(terms);
  const isThis = (key: IntentKey): string => toCondition(toKeyRow(terms, key));
  /** Neither claimed nor reported since. */
  const isSame = ({ state, attempts }: RecordedIntent): string =>
    `state = '${state}' AND attempts = ${toWholeNumber(attempts)}`;
  const later = (ms = 0): string => terms.toLater(toWholeNumber(ms));
  const readAll =
    (account: string) =>
    ([found]: StatementResult[]): RecordedIntent[] =>
      (found?.rows ?? []).map((row) => toRecordedIntent(row, account));
  // The columns of the table are named in ORDER BY: MariaDB would sort what the SELECT calls the same, as text.
  const select = (account: string): string =>
    `SELECT ${columns} FROM ${intents} AS i WHERE account = ${toKey(toStoredKey(account))}`;

  return {
    claim: (intent, leaseMs) => claimIntent(terms, intent, toWholeNumber(leaseMs)),
    complete: (key, { fencingToken }, { state, response, responseExpiresAt, retryInMs }) => ({
      statements: [
        `UPDATE ${intents} SET state = '${state}', response = ${toNullable(response, (json) => toJsonLiteral(terms, json))},
  response_expires_at = ${toNullable(responseExpiresAt, (at) => toTime(new Date(at)))},
  due_at = ${state === "queued" ? later(retryInMs) : `CASE WHEN due_at IS NULL THEN NULL ELSE ${now} END`}
WHERE ${isThis(key)} AND state = 'sending' AND fence = ${toWholeNumber(fencingToken)}`,
      ],
      read: wroteOne,
    }),
    read: (key) => ({
      statements: [`SELECT ${columns} FROM ${intents} WHERE ${isThis(key)}`],
      read: (results) => readAll(key.account)(results)[0],
    }),
    unresolved: (account, after) => ({
      statements: [
        `${select(account)} AND state IN ('sending', 'unknown') AND (state = 'unknown' OR lease_ends_at <= ${startedAt})
  AND ${afterKey(
    after === undefined
      ? []
      : [
          ["slot", toKey(after.slot)],
          ["tracking_id", toKey(toStoredKey(after.tracking_id))],
        ],
  )}
ORDER BY i.slot, i.tracking_id LIMIT ${pageSize}`,
      ],
      read: readAll(account),
    }),
    due: (account, limit) => ({
      statements: [
        `${select(account)} AND due_at <= ${startedAt} ORDER BY i.due_at, i.slot, i.tracking_id LIMIT ${toWholeNumber(limit)}${terms.skipLocked}`,
      ],
      read: readAll(account),
    }),
    postpone: (account, taken, visibilityMs) => [
      `UPDATE ${intents} SET due_at = ${later(visibilityMs)} WHERE account = ${toKey(toStoredKey(account))}
  AND (${taken.map(({ slot, tracking_id }) => `slot = ${toKey(slot)} AND tracking_id = ${toKey(toStoredKey(tracking_id))}`).join(" OR ")})`,
    ],
    release: (account, taken) => [
      `UPDATE ${intents} SET due_at = ${now} WHERE account = ${toKey(toStoredKey(account))} AND due_at IS NOT NULL
  AND (${taken.map((one) => `slot = ${toKey(one.slot)} AND tracking_id = ${toKey(toStoredKey(one.tracking_id))} AND ${isSame(one)}`).join(" OR ")})`,
    ],
    defer: (taken, retryInMs) => ({
      statements: [
        `UPDATE ${intents} SET due_at = ${later(retryInMs)}, failures = failures + 1
WHERE ${isThis(taken)} AND due_at IS NOT NULL AND ${isSame(taken)}`,
      ],
      read: wroteOne,
    }),
    settle: (key, state, retryInMs) => ({
      statements: [
        `UPDATE ${intents} SET ${
          state === "unknown"
            ? `due_at = CASE WHEN due_at IS NULL THEN NULL ELSE ${later(retryInMs)} END`
            : "due_at = NULL, request = NULL"
        } WHERE ${isThis(key)} AND state = '${state}'`,
      ],
      read: wroteOne,
    }),
    enqueue: (intent) => terms.insertNew(intents, toQueuedRow(terms, intent), isInTransaction),
    markOnce: (key, name) =>
      terms.insertNew(
        onceMarks,
        { ...toKeyRow(terms, key), name: toKey(toStoredKey(name)), recorded_at: now },
        isInTransaction,
      ),
    findTransaction: isInTransaction === undefined ? undefined : toFindTransaction(isInTransaction),
  };
}

function wroteOne([written]: StatementResult[]): boolean {
  return written?.rowCount === 1;
}

function toFindTransaction(isInTransaction: string): Query<boolean> {
  return {
    statements: [`SELECT CASE WHEN ${isInTransaction} THEN 'yes' ELSE 'no' END AS is_open`],
    read: ([found]) => found?.rows[0]?.["is_open"] === "yes",
  };
}
