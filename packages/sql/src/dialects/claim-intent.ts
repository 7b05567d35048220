import type { Intent, IntentState } from "@numipay/core";
import type { Query } from "./dialect.js";
import type { ClaimedIntent } from "./intent-dialect.js";
import { toCondition, toIntentRow, toKeyRow } from "./intent-rows.js";
import { type IntentTerms, type Row, toColumns } from "./intent-terms.js";
import { toIntentColumns, toRecordedIntent } from "./read-intent.js";

/** Claims an intent, and reads it. The statements before the last one write one row if the claim is granted, and none otherwise. */
export function claimIntent(
  terms: IntentTerms,
  intent: Intent,
  leaseMs: number,
): Query<ClaimedIntent> {
  const { intents, claimExtras } = terms;
  const key = toKeyRow(terms, intent);
  const leaseEnd = terms.toLater(leaseMs);
  const row = {
    ...toIntentRow(terms, intent),
    state: "'sending'",
    fence: "1",
    attempts: "1",
    attempted_at: terms.now,
    lease_ends_at: leaseEnd,
  };
  return {
    statements: [
      ...toWrites(terms, { key, row, leaseEnd }),
      `SELECT ${toIntentColumns(terms)}${claimExtras} FROM ${intents} WHERE ${toCondition(key)}`,
    ],
    read(results) {
      const [found] = results.at(-1)?.rows ?? [];
      if (found === undefined) throw new Error("The intent was not recorded.");
      return {
        isGranted: results.slice(0, -1).some(({ rowCount }) => rowCount === 1),
        recorded: toRecordedIntent(found, intent.account),
        fencingToken: Number(found["fence"]),
        claimedFrom: (found["claimed_from"] ?? undefined) as IntentState | undefined,
      };
    },
  };
}

interface Claim {
  key: Row;
  row: Row;
  leaseEnd: string;
}

function toWrites(terms: IntentTerms, { key, row, leaseEnd }: Claim): string[] {
  const { intents } = terms;
  if (terms.hasUpsert) {
    const { columns, values } = toColumns(row);
    const set = toReplacement(leaseEnd, (column) => `excluded.${column}`);
    return [
      `INSERT INTO ${intents} AS i (${columns})
VALUES (${values})
ON CONFLICT (${Object.keys(key).join(", ")}) DO UPDATE SET ${set}
WHERE ${toIsFree(terms)}`,
    ];
  }
  // In this order, so that a lease that has ended between the two is not claimed twice.
  return [
    `UPDATE ${intents} AS i SET ${toReplacement(leaseEnd, (column) => row[column] ?? "NULL")}
WHERE ${toCondition(key)} AND (${toIsFree(terms)})`,
    terms.insertNew(intents, row, undefined),
  ];
}

function toIsFree({ now }: IntentTerms): string {
  return `i.state IN ('queued', 'refused', 'unknown') OR (i.state = 'sending' AND i.lease_ends_at <= ${now})`;
}

/**
 * What a claim of a recorded intent changes. A refused one gets other content, but what the outbox has to report stays. `state` comes
 * last, because MariaDB evaluates one assignment after the other.
 */
function toReplacement(leaseEnd: string, toNew: (column: string) => string): string {
  const ifRefused = (column: string, value: string, otherwise = `i.${column}`): string =>
    `${column} = CASE WHEN i.state = 'refused' THEN ${value} ELSE ${otherwise} END`;
  return [
    ...["operation", "key_id", "digests", "metadata", "recorded_at"].map((column) =>
      ifRefused(column, toNew(column)),
    ),
    ...["response", "response_expires_at"].map((column) => ifRefused(column, "NULL")),
    ifRefused("attempts", "1", "i.attempts + 1"),
    // After an unclear claim, nothing is sent.
    `attempted_at = CASE WHEN i.state IN ('queued', 'refused') THEN ${toNew("attempted_at")} ELSE i.attempted_at END`,
    "fence = i.fence + 1",
    `lease_ends_at = ${leaseEnd}`,
    `due_at = CASE WHEN i.due_at IS NULL THEN NULL ELSE ${leaseEnd} END`,
    "claimed_from = i.state",
    "state = 'sending'",
  ].join(", ");
}
