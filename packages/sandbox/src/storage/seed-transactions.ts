import { transactionIndexes } from "./schema.js";
import { integer, integerOrNull, type Sql } from "./sql.js";
import { statementsOf } from "./statements-of.js";

/** A made-up past: how many transactions, whose, and over which span (milliseconds since 1970, the end not included). */
export interface SeedSetting {
  readonly accountId: string;
  readonly count: number;
  readonly from: number;
  readonly before: number;
  /** Whether the gateway's ids are digits alone. */
  readonly numericIds?: boolean;
}

/** Beyond it the arithmetic that draws the ids would leave SQLite's whole numbers. */
const mostTransactions = 5_000_000;

/**
 * Fills a past in: finished transactions of every kind, spread evenly, with their totals and histories. All of it in
 * SQL, because a million of them one by one would take minutes. The same numbers always give the same rows.
 * Must run in one transaction. Throws a RangeError for a number of transactions that is none, or too great, and an
 * Error if the span holds transactions already.
 */
export function seedTransactions(
  sql: Sql,
  { accountId, count, from, before, numericIds = false }: SeedSetting,
): void {
  const newest = sql.first("SELECT COALESCE(MAX(number), 0) AS number FROM transactions");
  const base = newest === undefined ? 0 : integer(newest, "number");
  if (!Number.isSafeInteger(count) || count < 1 || base + count > mostTransactions) {
    throw new RangeError(
      `The past of a sandbox is 1 to ${mostTransactions} transactions, those that it has already among them`,
    );
  }
  // In an account, numbers and instants must have one order: the search finds a day by the number it begins with.
  const latest = sql.first(
    "SELECT MAX(created_at) AS at FROM transactions WHERE account_id = ? AND mode IN ('live', 'test')",
    [accountId],
  );
  if (latest !== undefined && (integerOrNull(latest, "at") ?? from) > from) {
    throw new Error(
      "A past can only be added to a time in which nothing has happened; take fewer days, or advance the clock first",
    );
  }
  sql.run("DROP TABLE IF EXISTS temp.past");
  sql.run(drawPast, [base, count, accountId, from, before]);
  // An index that is built over a full table takes a fraction of the time of one that grows row by row.
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

/** Bound numbers come as floating-point ones, hence the casts: an id must not end in ".0". `dice` scatters the row's number over 32 bits; each column looks at other digits of it. */
const drawPast = `
CREATE TEMP TABLE past AS
WITH RECURSIVE
  counted (number, last) AS (
    SELECT CAST(?1 AS INTEGER) + 1, CAST(?1 + ?2 AS INTEGER) UNION ALL SELECT number + 1, last FROM counted WHERE number < last
  ),
  thrown AS (SELECT number, (number * 2654435761) % 4294967296 AS dice FROM counted),
  kinds AS (
    SELECT number, dice,
      CASE WHEN dice % 50 = 0 THEN 'live' ELSE 'test' END AS mode,
      CASE WHEN dice / 50 % 5 = 0 THEN 'withdrawal' ELSE 'deposit' END AS type,
      dice / 250 % 100 AS luck,
      CASE WHEN dice % 1009 = 0 THEN 'SEK' WHEN dice / 25000 % 10 < 6 THEN 'EUR'
        WHEN dice / 25000 % 10 < 8 THEN 'GBP' ELSE 'USD' END AS currency,
      500 + dice / 7 % 4950 * 10 AS cents
    FROM thrown
  ),
  statuses AS (
    SELECT *,
      CAST(?4 + (number - ?1 - 1) * (?5 - ?4) / ?2 AS INTEGER) AS created_at,
      CASE
        WHEN luck < 80 THEN 'successful'
        WHEN luck < 94 THEN 'rejected'
        WHEN type = 'deposit' THEN 'expired'
        ELSE 'pending' END AS status
    FROM kinds
  )
SELECT number, ?3 AS account_id, mode, type, status, currency, cents, dice,
  CASE WHEN status = 'expired' THEN NULL WHEN dice / 13 % 3 = 0 THEN 'northbank'
    WHEN type = 'deposit' AND dice / 13 % 3 = 1 THEN 'cardo' ELSE 'pursa' END AS provider_id,
  created_at,
  MIN(CAST(?5 AS INTEGER) - 1, created_at + CASE status WHEN 'expired' THEN 1800000 ELSE 8000 + dice / 3 % 400000 END) AS updated_at
FROM statuses`;

/** A JSON number keeps all digits of the second. */
const idOf = (numericIds: boolean): string =>
  numericIds ? "printf('%d', number * 179424673)" : "printf('%015x', number * 998244353999)";

const storePast = (numericIds: boolean): string => `
INSERT OR IGNORE INTO transaction_kinds (account_id, mode, status, type, currency, provider_id)
SELECT DISTINCT account_id, mode, status, type, currency, COALESCE(provider_id, '') FROM past;
INSERT INTO transactions (number, transaction_id, page_token, account_id, tracking_id, user_id, currency, amount,
  amount_minor, country, type, flow, mode, status, stage, provider_id, kind_id, card_last4, rejected_reason, return_url,
  created_at, updated_at)
SELECT number, ${idOf(numericIds)}, printf('past%020x', number * 998244353999), account_id,
  'past-' || number, 'customer-' || (1 + dice / 11 % 20011), currency, printf('%d.%02d', cents / 100, cents % 100),
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
SELECT ${idOf(numericIds)}, created_at, 'opened', 'pending', 'Made up' FROM past
UNION ALL
SELECT ${idOf(numericIds)}, updated_at,
  CASE WHEN status = 'pending' THEN 'confirmed' WHEN status = 'expired' THEN 'expired' ELSE 'submitted' END, status,
  COALESCE(provider_id, 'Nobody decided in time') FROM past;
DROP TABLE past;
`;
