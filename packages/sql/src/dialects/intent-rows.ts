import type { Intent, IntentKey, QueuedIntent } from "@numipay/core";
import type { IntentTerms, Row } from "./intent-terms.js";
import { isStorableText, toStoredKey } from "./stored-key.js";
import { toStoredText } from "./stored-text.js";

/** The identity of an intent. */
export function toKeyRow(
  { toKey }: IntentTerms,
  { account, slot, tracking_id }: IntentKey,
): Record<keyof IntentKey, string> {
  return {
    account: toKey(toStoredKey(account)),
    slot: toKey(slot),
    tracking_id: toKey(toStoredKey(tracking_id)),
  };
}

/** What an intent is recorded with. */
export function toIntentRow(terms: IntentTerms, intent: Intent): Row {
  const { toLiteral } = terms;
  const { tracking_id, operation, keyId, digests, metadata } = intent;
  const isWhole = toStoredKey(tracking_id) === tracking_id;
  const key = toKeyRow(terms, intent);
  // Without a spread, which takes longer than the rest of the row.
  return {
    account: key.account,
    slot: key.slot,
    tracking_id: key.tracking_id,
    full_tracking_id: isWhole ? "NULL" : toLiteral(toStoredText(tracking_id)),
    operation: toLiteral(operation),
    key_id: toLiteral(keyId),
    digests: toJsonLiteral(terms, JSON.stringify(digests)),
    metadata: toNullable(metadata, (json) => toJsonLiteral(terms, json)),
    recorded_at: terms.now,
  };
}

/** What an intent is queued with. */
export function toQueuedRow(terms: IntentTerms, intent: QueuedIntent): Row {
  return Object.assign(toIntentRow(terms, intent), {
    state: "'queued'",
    fence: "0",
    attempts: "0",
    request: toJsonLiteral(terms, intent.request),
    due_at: terms.now,
  });
}

/** The condition for a row with these values. */
export function toCondition(row: Row): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} = ${value}`)
    .join(" AND ");
}

/** A JSON text. Escapes what JSON allows as an escape only, and what a database cannot store. */
export function toJsonLiteral({ toLiteral }: IntentTerms, json: string): string {
  if (isStorableText(json)) return toLiteral(json);
  const escaped = json.replaceAll(
    /\0|\p{Surrogate}/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return toLiteral(escaped);
}

/** NULL, or a value as SQL. */
export function toNullable(value: string | undefined, toSql: (value: string) => string): string {
  return value === undefined ? "NULL" : toSql(value);
}
