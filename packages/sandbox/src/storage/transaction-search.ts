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

/** One page of what was found, newest first. */
export interface TransactionPage {
  readonly rows: readonly NumberedTransaction[];
  /**
   * Where the next page goes on; undefined: that was all. A page may be short, even empty, and yet have a next: a
   * search for what is rare among very many stops after a while rather than make its reader wait.
   */
  readonly next: number | undefined;
}

/** A transaction and its number in the order in which they were opened. */
export interface NumberedTransaction extends TransactionRecord {
  readonly number: number;
}

/** Up to so many matches of an index are looked at one by one; what matches more often is found by walking the table. */
const mostCandidates = 2_000;

/** So many transactions are walked past for one page at most. */
const longestWalk = 20_000;

/** So many are looked through before any index is asked. */
const shortestWalk = 300;

/** Where a search may look: number by number, in [least, before). */
interface Span {
  readonly least: number;
  readonly before: number;
}

/**
 * Builds the search. What it costs does not grow with the table, whatever is asked: filters are answered by one index
 * in the order of the page, days by the numbers of their first transactions (the clock never goes back, so numbers and
 * instants have one order), texts and amounts by their indexes where few match, else by a walk of limited length.
 */
export function createTransactionSearch(
  sql: Sql,
  kinds: TransactionKindStore,
): (query: TransactionQuery) => TransactionPage {
  const numbersOf = (statement: string, values: readonly Value[]): number[] =>
    sql.all(statement, values).map((row) => integer(row, "number"));

  const rowsOf = (numbers: readonly number[]): NumberedTransaction[] =>
    sql.all(transactionSelects.byNumbers, [JSON.stringify(numbers)]).map(toNumbered);

  /** The first number of an account at or after an instant; undefined: there is none. */
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

  /** Merges the kinds that match: of each only what is newer than the oldest that the page holds already. */
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

  /** Looks through so many of the newest numbers of a span. */
  const byWalk = (query: TransactionQuery, span: Span, length: number): TransactionPage => {
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

  /** What several indexes name together; undefined: one of them names too many to look at, and may hide the newest. */
  const fewOf = (asked: readonly [string, readonly Value[]][]): number[] | undefined => {
    // Counted first: thousands of rows that are read only to be thrown away cost more than all the rest.
    const areMany = asked.some(([statement, values]) => {
      const [row] = sql.all(`SELECT COUNT(*) AS found FROM (${statement})`, [
        ...values,
        mostCandidates + 1,
      ]);
      return row === undefined || integer(row, "found") > mostCandidates;
    });
    if (areMany) return undefined;
    const found = asked.flatMap(([statement, values]) =>
      numbersOf(statement, [...values, mostCandidates]),
    );
    return [...new Set(found)];
  };

  /** What an index names that answers the text or the amounts; undefined: too many, or nothing of the kind is asked. */
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
      // What is common fills a page from the newest few, and no index has to be asked.
      const nearest = byWalk(query, span, shortestWalk);
      if (nearest.rows.length === query.limit || nearest.next === undefined) return nearest;
      if (fromAmount === undefined && toAmount === undefined) return byKinds(query, span);
    }
    const candidates = candidatesOf(query);
    return candidates === undefined
      ? byWalk(query, span, longestWalk)
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
