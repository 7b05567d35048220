import type { Transaction, TransactionStatusAnswer } from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import { type Day, daysBetween, dayWindows, toGatewayDate } from "../protocol/gateway-date.js";
import { readListAnswer, readStatusAnswer } from "./answers.js";
import { type CallOptions, toCallOptions } from "./call-options.js";
import { checkTrackingId } from "./check-request.js";
import { askStatus } from "./post-once.js";
import type { OutcomeUnknownError } from "./errors.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";
import { settle, type SettleOptions, type Settlement } from "./settle.js";

/** A range of days, both included. */
export interface DayRange {
  /** First day: `YYYY-MM-DD`, or a Date, of which the UTC day counts. */
  from: Day;
  /** Last day. */
  to: Day;
}

/** What became of it. These calls change nothing and are tried again where that may help. */
export interface Transactions {
  /** The latest status of one transaction, by the merchant's `tracking_id`. */
  status(tracking_id: string, options?: CallOptions): Promise<TransactionStatusAnswer>;
  /**
   * After an `OutcomeUnknownError`, or by `tracking_id` alone: asks for the status, again and with growing waits (one to
   * two and a half minutes in all, whatever the gateway's `Retry-After` asks for), until it is known whether the gateway has the transaction. Sends nothing again.
   *
   * @throws the last asking's error, when that brought no answer: the outcome is still unknown
   * @example
   * const { found } = await numipay.transactions.settle(error);
   * if (!found) await numipay.payments.hostedCheckout(sameRequest); // with the SAME tracking_id
   */
  settle(unknown: OutcomeUnknownError | string, options?: SettleOptions): Promise<Settlement>;
  /** The transactions of a range of at most 7 days; today's, by the gateway's clock, where no range is given. */
  list(range?: DayRange, options?: CallOptions): Promise<Transaction[]>;
  /**
   * The transactions of any range, asked for in windows of at most 7 days, one window in memory at a time. `timeoutMs`
   * counts for each window.
   */
  iterate(range: DayRange, options?: CallOptions): AsyncGenerator<Transaction, void, undefined>;
}

const longestRangeDays = 7;

/** The calls that only look. */
export function createTransactions(settings: Settings): Transactions {
  const list = async (range?: DayRange, options?: CallOptions): Promise<Transaction[]> => {
    const operation = settings.contract.operations.listTransactions;
    const fields = range === undefined ? {} : toQuery(range, settings.contract.dateFormat);
    const call = { operation, fields, ...toCallOptions(settings, options) };
    return readListAnswer(operation, await send(settings, call));
  };
  const status = async (
    tracking_id: string,
    options?: CallOptions,
  ): Promise<TransactionStatusAnswer> => {
    const call = { tracking_id: checkTrackingId(tracking_id), ...toCallOptions(settings, options) };
    const operation = settings.contract.operations.transactionStatus;
    return readStatusAnswer(operation, await askStatus(settings, call));
  };
  return {
    status,
    // Async, so that a wrong argument rejects as it does everywhere.
    settle: async (unknown, options) => settle(status, unknown, options),
    list,
    async *iterate(range, options) {
      for (const window of dayWindows(range.from, range.to)) {
        yield* await list(window, options);
      }
    },
  };
}

function toQuery({ from, to }: DayRange, format: string): Record<string, string> {
  const query = { from: toGatewayDate(from, "from", format), to: toGatewayDate(to, "to", format) };
  const days = daysBetween(from, to);
  if (days < 0) throw new InvalidArgumentError("to", "lies before `from`.");
  if (days > longestRangeDays) {
    throw new InvalidArgumentError(
      "to",
      `lies ${days} days after \`from\`; the gateway lists at most ${longestRangeDays}. Use transactions.iterate.`,
    );
  }
  return query;
}
