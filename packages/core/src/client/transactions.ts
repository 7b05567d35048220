import type { Contract } from "../protocol/contract/contract.js";
import type { WithOverride, RequestFields } from "../protocol/contract/registered.js";
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
import { requestStatus } from "./post-once.js";
import type { OutcomeUnknownError } from "./errors.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";
import { resolve, type ResolveOptions, type Resolution, toTrackingId } from "./resolve-outcome.js";
import { traceCall } from "./trace-call.js";

/** A range of days, both inclusive. */
export interface DayRange {
  /** First day: `YYYY-MM-DD`, `DD-MM-YYYY`, or a Date, which is converted to its day in the gateway's time zone. */
  from: Day;
  /** Last day. */
  to: Day;
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- empty unless an override adds a field
type AddedField = Omit<WithOverride<object, RequestFields<"listTransactions">>, keyof DayRange>;

/** Days to list, each end optional, and the fields that the contract override adds. */
export type ListRange = { [End in keyof DayRange]?: Day | undefined } & AddedField;

/** A complete range of days, and the fields that the contract override adds. */
export type IterateRange = DayRange & AddedField;

/** Status and lists. These calls change nothing, so they are retried. */
export interface Transactions {
  /**
   * Returns the latest status of one transaction by the merchant's `tracking_id`.
   *
   * @example
   * const { transaction_status } = await numipay.transactions.status("order-1");
   */
  status(tracking_id: string, options?: CallOptions): Promise<TransactionStatusResponse>;
  /**
   * Finds out what happened after an `OutcomeUnknownError`, or by `tracking_id`: checks the status with increasing delays until
   * the outcome is known. By default this takes at most one to two and a half minutes plus the time of the requests, whatever
   * the gateway's `Retry-After`. Never sends the original request again.
   *
   * @throws InvalidArgumentError when the failed call had no `tracking_id`
   * @throws the error of the last status check when that failed too: the outcome is still unknown
   * @example
   * const { found } = await numipay.transactions.resolve(error);
   * if (!found) await numipay.payments.hostedCheckout(sameRequest); // with the SAME tracking_id
   */
  resolve(unknown: OutcomeUnknownError | string, options?: ResolveOptions): Promise<Resolution>;
  /**
   * Lists the transactions of a range of at most 7 days between `from` and `to` (documented), which is at most 8 calendar days
   * (assumed: the day of `from` does not count). Defaults to today by the gateway's clock (documented). If you pass only `from`
   * or only `to`, only that one is sent (assumed: both are optional, and the gateway decides what one alone means).
   *
   * @throws InvalidArgumentError when a day is invalid, or the range is too long
   * @example
   * const today = await numipay.transactions.list();
   */
  list(range?: ListRange, options?: CallOptions): Promise<Transaction[]>;
  /**
   * Iterates over the transactions of any range, in windows of at most 7 calendar days with one window in memory at a time.
   * `timeoutMs` applies to each window.
   *
   * @throws InvalidArgumentError when a day is invalid
   * @example
   * for await (const transaction of numipay.transactions.iterate({ from: "2026-01-01", to: "2026-03-31" })) book(transaction);
   */
  iterate(range: IterateRange, options?: CallOptions): AsyncGenerator<Transaction, void, undefined>;
  /** The time zone of the gateway's days, from the client's options or its contract. */
  readonly timeZone: string;
}

const longestRangeDays = 7;

/** Creates the calls that change nothing. */
export function createTransactions(settings: Settings): Transactions {
  const { contract } = settings;
  const operation = contract.operations.listTransactions;
  const list = async (range: ListRange = {}, options?: CallOptions): Promise<Transaction[]> => {
    const fields = checkRequest(operation, toListFields(range, contract));
    const call = { operation, fields, ...toCallOptions(settings, options) };
    return traceCall(settings, call, async (message) =>
      readListResponse(operation, await send(settings, { ...call, message })),
    );
  };
  const statusOperation = contract.operations.transactionStatus;
  const readStatus = async (
    call: Parameters<typeof requestStatus>[1],
  ): Promise<TransactionStatusResponse> =>
    readStatusResponse(statusOperation, await requestStatus(settings, call));
  const toStatusCall = (tracking_id: string, options: CallOptions | undefined) => ({
    tracking_id: checkTrackingId(tracking_id),
    ...toCallOptions(settings, options),
  });
  return {
    // Async, so that an invalid argument rejects instead of throwing.
    async status(tracking_id, options) {
      const call = toStatusCall(tracking_id, options);
      return traceCall(settings, { ...call, operation: statusOperation }, (message) =>
        readStatus({ ...call, message }),
      );
    },
    async resolve(unknown, options) {
      const method = "transactions.resolve";
      const tracking_id = toTrackingId(unknown);
      return traceCall(settings, { method, tracking_id, operation: statusOperation }, (message) => {
        const getStatus = async (id: string, each: CallOptions) =>
          readStatus({ ...toStatusCall(id, each), message });
        return resolve(getStatus, unknown, options);
      });
    },
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

/** The days in the gateway's format, and the fields that the override adds. Omitted fields are not sent. */
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
  if (days < 0) throw new InvalidArgumentError("to", "must not be before `from`.");
  if (days > longestRangeDays) {
    throw new InvalidArgumentError(
      "to",
      `is ${days} days after \`from\`, but the gateway lists at most ${longestRangeDays}. Use transactions.iterate.`,
    );
  }
}

/** With a misspelled field, the gateway would list another day. */
function checkNames(range: object, known: readonly string[]): void {
  const unknown = Object.keys(range ?? {}).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearestWord(unknown, known);
  const hint = near === undefined ? `Use ${known.join(", ")}.` : `Did you mean ${near}?`;
  throw new InvalidArgumentError(unknown, `is not a field of transactions.list. ${hint}`);
}
