import type { TransactionRecord } from "../gateway/transaction-record.js";
import { integer, type Row, type Sql, type Value } from "./sql.js";
import type { TransactionKindStore } from "./transaction-kinds.js";
import type { TransactionQuery } from "./transaction-query.js";
import {
  amountRange,
  conditionsOf,
  pastPrefix,
  transactionSelects,
} from "./transaction-selects.js";
import { toTransactionRecord } from "./transactions.js";

export type { TransactionQuery };

/** One page of results, newest first. */
export interface TransactionPage {
  readonly rows: readonly NumberedTransaction[];
  /**
   * Where the next page continues, or undefined at the end. A page may be short, or even empty, and still have a next one: a
   * search for rare matches stops early to limit its response time.
   */
  readonly next: number | undefined;
}

/** A transaction with its sequence number. */
export interface NumberedTransaction extends TransactionRecord {
  readonly number: number;
}

/** The maximum matches of an index that are checked individually. Beyond that, the table is scanned. */
const maxCandidates = 2_000;

/** The maximum transactions to scan for one page. */
const maxScan = 20_000;

/** The transactions to scan before using an index. */
const minScan = 300;

/** The numbers to search, in [least, before). */
interface Span {
  readonly least: number;
  readonly before: number;
}

/**
 * Creates the search. Its cost does not grow with the table: filters use one index in page order, days use the numbers of
 * their first transactions (the clock never goes back, so numbers and times have the same order), and texts and amounts use
 * their indexes if few rows match, else a limited scan.
 */
export function createTransactionSearch(
  sql: Sql,
  kinds: TransactionKindStore,
): (query: TransactionQuery) => TransactionPage {
  const numbersOf = (statement: string, values: readonly Value[]): number[] =>
    sql.all(statement, values).map((row) => integer(row, "number"));

  const rowsOf = (numbers: readonly number[]): NumberedTransaction[] =>
    sql.all(transactionSelects.byNumbers, [JSON.stringify(numbers)]).map(toNumbered);

  /** The first number of an account at or after a time, or undefined. */
  const firstAt = (accountId: string, instant: number): number | undefined => {
    const found = (["live", "test"] as const).flatMap((mode) =>
      numbersOf(transactionSelects.firstAt, [accountId, mode, instant]),
    );
    return found.length === 0 ? undefined : Math.min(...found);
  };

  const spanOf = (query: TransactionQuery): Span | undefined => {
    const { accountId, fromDay, toDay, before = Number.MAX_SAFE_INTEGER } = query;
    const least = fromDay === undefined ? 1 : firstAt(accountId, Date.parse(fromDay));
    const after =
      toDay === undefined ? undefined : firstAt(accountId, Date.parse(toDay) + 86_400_000);
    if (least === undefined) return undefined;
    return { least, before: Math.min(before, after ?? before) };
  };

  /** Merges the matching kinds. Of each, only numbers above the lowest one of the page so far are read. */
  const byKinds = (query: TransactionQuery, span: Span): TransactionPage => {
    const wanted = query.limit + 1;
    let numbers: number[] = [];
    let { least } = span;
    for (const kind of kinds.idsMatching(query)) {
      const more = numbersOf(transactionSelects.ofKind, [kind, least, span.before, wanted]);
      numbers = [...numbers, ...more].toSorted((a, b) => b - a).slice(0, wanted);
      if (numbers.length === wanted) least = numbers.at(-1) ?? least;
    }
    return toPage(rowsOf(numbers), query.limit);
  };

  const byCandidates = (
    query: TransactionQuery,
    { least, before }: Span,
    candidates: readonly number[],
  ): TransactionPage => {
    const { where, values } = conditionsOf(query);
    const asked = [JSON.stringify(candidates), least, before, ...values, query.limit + 1];
    return toPage(sql.all(transactionSelects.among(where), asked).map(toNumbered), query.limit);
  };

  /** Scans the newest numbers of a span. */
  const byScan = (query: TransactionQuery, span: Span, length: number): TransactionPage => {
    const [newest = 0] = numbersOf(transactionSelects.newest, [span.before]);
    const least = Math.max(span.least, newest + 1 - length);
    const { where, values } = conditionsOf(query);
    const asked = [least, span.before, ...values, query.limit + 1];
    const page = toPage(
      sql.all(transactionSelects.past(where), asked).map(toNumbered),
      query.limit,
    );
    return page.next !== undefined || least <= span.least ? page : { ...page, next: least };
  };

  /** The matches of several indexes. Returns undefined if one has too many to check, because the newest could be missing. */
  const fewOf = (asked: readonly [string, readonly Value[]][]): number[] | undefined => {
    // Counted first, because reading thousands of rows and discarding them is slower.
    const areMany = asked.some(([statement, values]) => {
      const [row] = sql.all(`SELECT COUNT(*) AS found FROM (${statement})`, [
        ...values,
        maxCandidates + 1,
      ]);
      return row === undefined || integer(row, "found") > maxCandidates;
    });
    if (areMany) return undefined;
    const found = asked.flatMap(([statement, values]) =>
      numbersOf(statement, [...values, maxCandidates]),
    );
    return [...new Set(found)];
  };

  /** The matches of an index for text or amounts. Returns undefined if there are too many, or the query has neither. */
  const candidatesOf = (query: TransactionQuery): number[] | undefined => {
    const { accountId, text, fromAmount, toAmount } = query;
    if (text !== undefined) {
      const exact = numbersOf(transactionSelects.exact, [text, accountId, accountId, text]);
      if (exact.length > 0) return exact;
      const range = [text, pastPrefix(text)];
      const found = fewOf([
        [transactionSelects.byTransactionId, range],
        [transactionSelects.byTrackingId, [accountId, ...range]],
        [transactionSelects.byUserId, [accountId, ...range]],
      ]);
      if (found !== undefined) return found;
    }
    if (fromAmount !== undefined || toAmount !== undefined) {
      return fewOf([[transactionSelects.byAmount, [accountId, ...amountRange(query)]]]);
    }
    return undefined;
  };

  return (query) => {
    const span = spanOf(query);
    if (span === undefined || span.least >= span.before) return { rows: [], next: undefined };
    const { text, fromAmount, toAmount } = query;
    if (text === undefined) {
      // Common matches fill a page from the newest rows without an index.
      const nearest = byScan(query, span, minScan);
      if (nearest.rows.length === query.limit || nearest.next === undefined) return nearest;
      if (fromAmount === undefined && toAmount === undefined) return byKinds(query, span);
    }
    const candidates = candidatesOf(query);
    return candidates === undefined
      ? byScan(query, span, maxScan)
      : byCandidates(query, span, candidates);
  };
}

function toPage(rows: readonly NumberedTransaction[], limit: number): TransactionPage {
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? shown.at(-1)?.number : undefined };
}

function toNumbered(row: Row): NumberedTransaction {
  return { ...toTransactionRecord(row), number: integer(row, "number") };
}
