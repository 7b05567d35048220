import type { Contract } from "../protocol/contract/contract.js";
import type { Bend, RequestFields } from "../protocol/contract/registered.js";
import type { Transaction, TransactionStatusResponse } from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import {
  type Day,
  daysBetween,
  dayWindows,
  readDay,
  toGatewayDate,
} from "../protocol/gateway-date.js";
import { nearestWord } from "../protocol/nearest-word.js";
import { readListResponse, readStatusResponse } from "./responses.js";
import { type CallOptions, toCallOptions } from "./call-options.js";
import { checkRequest, checkTrackingId } from "./check-request.js";
import { askStatus } from "./post-once.js";
import type { OutcomeUnknownError } from "./errors.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";
import { resolve, type ResolveOptions, type Resolution } from "./resolve-outcome.js";

/** A range of days, both included. */
export interface DayRange {
  /** First day: `YYYY-MM-DD`, `DD-MM-YYYY`, or a Date, which counts for its day in the gateway's time zone. */
  from: Day;
  /** Last day. */
  to: Day;
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- nothing, unless an override adds a field
type AddedField = Omit<Bend<object, RequestFields<"listTransactions">>, keyof DayRange>;

/** Days of the list, either end left open, and the fields that the contract override adds. */
export type ListRange = { [End in keyof DayRange]?: Day | undefined } & AddedField;

/** A whole range of days, and the fields that the contract override adds. */
export type IterateRange = DayRange & AddedField;

/** What became of it. These calls change nothing and are tried again where that may help. */
export interface Transactions {
  /** The latest status of one transaction, by the merchant's `tracking_id`. */
  status(tracking_id: string, options?: CallOptions): Promise<TransactionStatusResponse>;
  /**
   * After an `OutcomeUnknownError`, or by `tracking_id` alone: asks for the status, again and with growing waits (one to
   * two and a half minutes in all, whatever the gateway's `Retry-After` asks for), until it is known whether the gateway has the transaction. Sends nothing again.
   *
   * @throws the last asking's error, when that brought no answer: the outcome is still unknown
   * @example
   * const { found } = await numipay.transactions.resolve(error);
   * if (!found) await numipay.payments.hostedCheckout(sameRequest); // with the SAME tracking_id
   */
  resolve(unknown: OutcomeUnknownError | string, options?: ResolveOptions): Promise<Resolution>;
  /**
   * The transactions of a range, its days at most 7 apart (documented), so at most 8 calendar days (assumed: the day of `from`
   * does not count). Without a range, those of today by the gateway's clock (documented). With `from` or `to` alone, only that
   * one is sent (assumed: both are optional, and the gateway decides what one alone means).
   */
  list(range?: ListRange, options?: CallOptions): Promise<Transaction[]>;
  /**
   * The transactions of any range, asked for in windows of at most 7 calendar days, one window in memory at a time. `timeoutMs`
   * counts for each window.
   */
  iterate(range: IterateRange, options?: CallOptions): AsyncGenerator<Transaction, void, undefined>;
  /** The time zone of the gateway's days, of the client's options or its contract. */
  readonly timeZone: string;
}

const longestRangeDays = 7;

/** The calls that only look. */
export function createTransactions(settings: Settings): Transactions {
  const { contract } = settings;
  const operation = contract.operations.listTransactions;
  const list = async (range: ListRange = {}, options?: CallOptions): Promise<Transaction[]> => {
    const fields = checkRequest(operation, toListFields(range, contract));
    const call = { operation, fields, ...toCallOptions(settings, options) };
    return readListResponse(operation, await send(settings, call));
  };
  const status = async (
    tracking_id: string,
    options?: CallOptions,
  ): Promise<TransactionStatusResponse> => {
    const call = { tracking_id: checkTrackingId(tracking_id), ...toCallOptions(settings, options) };
    return readStatusResponse(
      contract.operations.transactionStatus,
      await askStatus(settings, call),
    );
  };
  return {
    status,
    // Async, so that a wrong argument rejects as it does everywhere.
    resolve: async (unknown, options) => resolve(status, unknown, options),
    list,
    async *iterate(range, options) {
      const { timeZone, dateFormat: format } = contract;
      for (const window of dayWindows(range.from, range.to, { timeZone, format })) {
        yield* await list({ ...range, ...window }, options);
      }
    },
    timeZone: contract.timeZone,
  };
}

/** The days as the gateway writes them, beside the fields that the override adds. What is not given is not sent. */
function toListFields(range: ListRange, contract: Contract): Record<string, unknown> {
  const { timeZone, dateFormat: format } = contract;
  checkNames(range, [...contract.operations.listTransactions.fields.keys()]);
  const read = (end: keyof DayRange): string | undefined =>
    range[end] === undefined ? undefined : readDay(range[end], end, { timeZone, format });
  const [from, to] = [read("from"), read("to")];
  if (from !== undefined && to !== undefined) checkLength(from, to);
  const days = Object.entries({ from, to }).flatMap(([end, day]) =>
    day === undefined ? [] : [[end, toGatewayDate(day, end, format)] as const],
  );
  return { ...range, from: undefined, to: undefined, ...Object.fromEntries(days) };
}

function checkLength(from: string, to: string): void {
  const days = daysBetween(from, to);
  if (days < 0) throw new InvalidArgumentError("to", "lies before `from`.");
  if (days > longestRangeDays) {
    throw new InvalidArgumentError(
      "to",
      `lies ${days} days after \`from\`; the gateway lists at most ${longestRangeDays}. Use transactions.iterate.`,
    );
  }
}

/** A misspelled field would be sent, and the gateway would list another day. */
function checkNames(range: object, known: readonly string[]): void {
  const unknown = Object.keys(range ?? {}).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearestWord(unknown, known);
  const hint = near === undefined ? `There are ${known.join(", ")}.` : `Did you mean ${near}?`;
  throw new InvalidArgumentError(unknown, `is not a field of the list. ${hint}`);
}
