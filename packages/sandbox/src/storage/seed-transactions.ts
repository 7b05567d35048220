import { transactionIndexes } from "./schema.js";
import { integer, integerOrNull, type Sql } from "./sql.js";
import { statementsOf } from "./statements-of.js";

/** The beginning of the page tokens of seeded transactions. */
export const seededPageToken = "past";

/** The account, number and time span of seeded history (milliseconds since 1970, the end exclusive). */
export interface SeedSetting {
  readonly accountId: string;
  readonly count: number;
  readonly from: number;
  readonly before: number;
  /** Whether the gateway's ids are numeric. */
  readonly numericIds?: boolean;
}

/** Above this, the arithmetic for ids exceeds SQLite's integers. */
const maxTransactions = 5_000_000;

/**
 * Inserts a history: finished transactions of every kind, spread evenly, with totals and timelines. Uses SQL only, because
 * inserting a million transactions individually takes minutes. The same arguments always give the same rows. Must run in
 * one database transaction. Throws a RangeError for an invalid number of transactions, and an Error if the span already has
 * some.
 */
export function seedTransactions(
  sql: Sql,
  { accountId, count, from, before, numericIds = false }: SeedSetting,
): void {
  const newest = sql.first("SELECT COALESCE(MAX(number), 0) AS number FROM transactions");
  const base = newest === undefined ? 0 : integer(newest, "number");
  if (!Number.isSafeInteger(count) || count < 1 || base + count > maxTransactions) {
    throw new RangeError(
      `seedHistory can create up to ${maxTransactions} transactions, including existing ones.`,
    );
  }
  // In an account, numbers and times must have the same order, because the search finds a day by its first number.
  const latest = sql.first(
    "SELECT MAX(created_at) AS at FROM transactions WHERE account_id = ? AND mode IN ('live', 'test')",
    [accountId],
  );
  if (latest !== undefined && (integerOrNull(latest, "at") ?? from) > from) {
    throw new Error(
      "The account already has transactions in this time. Use fewer days, or advance the clock first.",
    );
  }
  sql.run("DROP TABLE IF EXISTS temp.past");
  sql.run(createPast, [base, count, accountId, from, before]);
  // Building an index over a full table is much faster than updating it row by row.
  const rebuilds = count > base;
  if (rebuilds) for (const name of indexNames()) sql.run(`DROP INDEX ${name}`);
  for (const statement of statementsOf(storePast(numericIds))) sql.run(statement);
  if (rebuilds) for (const statement of statementsOf(transactionIndexes)) sql.run(statement);
}

function indexNames(): string[] {
  return [...transactionIndexes.matchAll(/INDEX IF NOT EXISTS (\w+)/g)].map(
    ([, name = ""]) => name,
  );
}

/** Bound numbers are floating-point in SQLite, hence the casts: an id must not end in ".0". `random` hashes the row's number to 32 bits, and each column uses other digits of it. */
const createPast = `
CREATE TEMP TABLE past AS
WITH RECURSIVE
  counted (number, last) AS (
    SELECT CAST(?1 AS INTEGER) + 1, CAST(?1 + ?2 AS INTEGER) UNION ALL SELECT number + 1, last FROM counted WHERE number < last
  ),
  hashed AS (SELECT number, (number * 2654435761) % 4294967296 AS random FROM counted),
  kinds AS (
    SELECT number, random,
      CASE WHEN random % 50 = 0 THEN 'live' ELSE 'test' END AS mode,
      CASE WHEN random / 50 % 5 = 0 THEN 'withdrawal' ELSE 'deposit' END AS type,
      random / 250 % 100 AS outcome,
      CASE WHEN random % 1009 = 0 THEN 'SEK' WHEN random / 25000 % 10 < 6 THEN 'EUR'
        WHEN random / 25000 % 10 < 8 THEN 'GBP' ELSE 'USD' END AS currency,
      500 + random / 7 % 4950 * 10 AS cents
    FROM hashed
  ),
  statuses AS (
    SELECT *,
      CAST(?4 + (number - ?1 - 1) * (?5 - ?4) / ?2 AS INTEGER) AS created_at,
      CASE
        WHEN outcome < 80 THEN 'successful'
        WHEN outcome < 94 THEN 'rejected'
        WHEN type = 'deposit' THEN 'expired'
        ELSE 'pending' END AS status
    FROM kinds
  )
SELECT number, ?3 AS account_id, mode, type, status, currency, cents, random,
  CASE WHEN status = 'expired' THEN NULL WHEN random / 13 % 3 = 0 THEN 'northbank'
    WHEN type = 'deposit' AND random / 13 % 3 = 1 THEN 'cardo' ELSE 'pursa' END AS provider_id,
  created_at,
  MIN(CAST(?5 AS INTEGER) - 1, created_at + CASE status WHEN 'expired' THEN 1800000 ELSE 8000 + random / 3 % 400000 END) AS updated_at
FROM statuses`;

/** A JSON number holds numeric ids exactly. */
const idOf = (numericIds: boolean): string =>
  numericIds ? "printf('%d', number * 179424673)" : "printf('%015x', number * 998244353999)";

const storePast = (numericIds: boolean): string => `
INSERT OR IGNORE INTO transaction_kinds (account_id, mode, status, type, currency, provider_id)
SELECT DISTINCT account_id, mode, status, type, currency, COALESCE(provider_id, '') FROM past;
INSERT INTO transactions (number, transaction_id, page_token, account_id, tracking_id, user_id, currency, amount,
  amount_minor, country, type, flow, mode, status, stage, provider_id, kind_id, card_last4, rejected_reason, return_url,
  created_at, updated_at)
SELECT number, ${idOf(numericIds)}, printf('${seededPageToken}%020x', number * 998244353999), account_id,
  'past-' || number, 'customer-' || (1 + random / 11 % 20011), currency, printf('%d.%02d', cents / 100, cents % 100),
  cents * 10, NULL, type,
  CASE WHEN type = 'withdrawal' THEN 'payout' WHEN past.provider_id = 'cardo' THEN 'server-to-server' ELSE 'hosted' END,
  mode, status, CASE status WHEN 'pending' THEN 'review' ELSE 'closed' END, past.provider_id, kind_id,
  CASE WHEN past.provider_id <> 'cardo' THEN NULL WHEN status = 'successful' THEN '4242' ELSE '0002' END,
  CASE WHEN status = 'rejected' THEN 'Insufficient funds' END, NULL, created_at, updated_at
FROM past JOIN transaction_kinds AS kinds USING (account_id, mode, status, type, currency)
WHERE kinds.provider_id = COALESCE(past.provider_id, '')
ORDER BY number;
INSERT INTO daily_totals (account_id, mode, day, currency, type, provider_id, status, count, amount_minor, final_ms)
SELECT account_id, mode, date(created_at / 1000, 'unixepoch') AS day, currency, type, COALESCE(provider_id, ''), status,
  COUNT(*), SUM(cents * 10), SUM(CASE WHEN status = 'pending' THEN 0 ELSE updated_at - created_at END)
FROM past WHERE true GROUP BY account_id, mode, day, currency, type, COALESCE(provider_id, ''), status
ON CONFLICT DO UPDATE SET count = count + excluded.count, amount_minor = amount_minor + excluded.amount_minor,
  final_ms = final_ms + excluded.final_ms;
INSERT INTO timeline (transaction_id, at, kind, status, detail)
SELECT ${idOf(numericIds)}, created_at, 'opened', 'pending', 'Seeded' FROM past
UNION ALL
SELECT ${idOf(numericIds)}, updated_at,
  CASE WHEN status = 'pending' THEN 'confirmed' WHEN status = 'expired' THEN 'expired' ELSE 'submitted' END, status,
  COALESCE(provider_id, 'The time limit passed') FROM past;
DROP TABLE past;
`;
