import type { ContractSource, Transaction } from "@numipay/core/protocol";
import type { CustomCall } from "../api/custom-calls.js";
import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import type { Duration } from "../clock/duration.js";
import type { ListeningSandbox, ListenOptions } from "../server/listen.js";
import type { AttemptCause } from "../storage/attempts.js";
import type { DeliveryState } from "../storage/deliveries.js";
import type { Discrepancy } from "../gateway/discrepancy.js";
import type { LedgerRow } from "../gateway/ledger-row.js";
import type { Mode, Stage } from "../gateway/transaction-record.js";

/** A transaction as the sandbox knows it: the seven fields of the wire, and what only the gateway sees. */
export interface SandboxTransaction extends Transaction {
  /** ISO 8601, on the virtual clock. */
  readonly created_at: string;
  /** ISO 8601, on the virtual clock. */
  readonly updated_at: string;
  readonly mode: Mode;
  readonly account: string;
  /** The provider's id, once the customer chose one. */
  readonly provider: string | null;
  readonly stage: Stage;
  readonly rejected_reason: string | null;
}

/** One attempt to deliver one webhook. Instants are ISO 8601 on the virtual clock. */
export interface DeliveryAttempt {
  readonly deliveryId: string;
  readonly transaction_id: string;
  /** The status that the webhook tells. */
  readonly status: string;
  /** Counted from 1: to the last that `retries` allows, unless it was resent or chaos sent more. */
  readonly attempt: number;
  readonly at: string;
  readonly url: string;
  readonly requestBody: string;
  readonly signature: string;
  /** Null: there was no answer. */
  readonly responseStatus: number | null;
  /** Why there was no answer. */
  readonly error: string | null;
  /** Null: delivered, or given up. */
  readonly nextAttemptAt: string | null;
  /** What the delivery was after this attempt. */
  readonly state: DeliveryState;
  /** The retry schedule, a call of `resend`, or chaos: then it is a copy or a forgery, and the delivery is as it was. */
  readonly cause: AttemptCause;
  /** The faults in it, such as `tamper` or `delay+reserialize`. */
  readonly fault: string | null;
}

/** One route that the sandbox serves. */
export interface SandboxRoute {
  /** Such as `POST`; `ALL` for every method. */
  readonly method: string;
  /** With `:name` for a part that varies, and `*` for any rest, such as `/cashier/:token/:provider`. */
  readonly path: string;
}

/** What a client of the sandbox is made with. */
export interface ClientOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** The sandbox's own, if it has one. */
  readonly contract?: ContractSource;
}

/** A transaction that no request opens, such as a chargeback. */
export interface NewTransaction {
  readonly tracking_id: string;
  readonly user_id?: string;
  readonly currency: string;
  /** A decimal number as text, such as `"200.00"`. */
  readonly amount: string;
  /** One of the contract's. */
  readonly transaction_type: string;
  /** One of the contract's. Defaults to `"pending"`. */
  readonly status?: string;
  /** Defaults to `"test"`. */
  readonly mode?: Mode;
  /** Defaults to the first account. */
  readonly accountId?: string;
}

/** One merchant's account with the sandbox. What is read of it is what holds now. */
export interface SandboxAccount {
  readonly accountId: string;
  readonly merchantName: string;
  /** The oldest DEV key that is not revoked: what it opens is a test. */
  readonly apiKey: string;
  /** The oldest live key that is not revoked. It moves no money either. */
  readonly liveApiKey: string;
  /** What webhooks are signed with. */
  readonly signaturePassword: string;
  readonly webhookUrl: string | undefined;
  /** For `new Numipay(account.clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /** Adds a key and answers it. */
  createKey(key: { readonly mode: Mode; readonly label: string }): string;
  /** Ends a key: requests with it are answered 401. Throws a RangeError if the account has no such key, or it is revoked already. */
  revokeKey(apiKey: string): void;
  /** Draws a new password and answers it: it signs from the next attempt on, retries too. */
  rotateSignaturePassword(): string;
  /** Sends webhooks there from the next attempt on, retries too; undefined stops telling. Throws a TypeError if it is no http(s) URL. */
  setWebhookUrl(url: string | URL | undefined): void;
  /**
   * Fills in a made-up past of up to 5 million transactions, spread evenly over the days before now (default: 30): for
   * load tests, and for charts that show something. Nothing is delivered for them. Throws a RangeError for a number
   * that is none or too great, and an Error if the account has transactions of that time already.
   */
  seedHistory(past: { readonly transactions: number; readonly days?: number }): void;
}

/** A whole local Numipay. Keys, password, URL and client options at the top are those of its first account. */
export interface Sandbox {
  /** Answers API and cashier requests in process. Redirects are not followed. A path alone counts from `baseUrl`. */
  readonly fetch: typeof fetch;
  /** `http://localhost` in process, the listening origin after `listen()`. */
  readonly baseUrl: string;
  /** A DEV key: what it opens is a test. */
  readonly apiKey: string;
  /** A live key. It moves no money either. */
  readonly liveApiKey: string;
  /** What webhooks are signed with. */
  readonly signaturePassword: string;
  /** For `new Numipay(sandbox.clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /** Sends webhooks there from the next attempt on, retries too; undefined stops telling. Throws a TypeError if it is no http(s) URL. */
  setWebhookUrl(url: string | URL | undefined): void;
  /** Every merchant account, in the order they were made. */
  accounts(): SandboxAccount[];
  /** One account; the first if no id is given. Throws a RangeError for an id of none. */
  account(accountId?: string): SandboxAccount;
  /** Opens another account with keys, a password and providers of its own. Throws a TypeError for an empty name or a URL that is none. */
  createAccount(account: {
    readonly merchantName: string;
    readonly webhookUrl?: string;
  }): SandboxAccount;
  /** The virtual time. */
  now(): Date;
  /** Moves the virtual time on, stopping wherever something is due. Do not await it inside a webhook handler: it awaits that handler. */
  advance(duration: Duration): Promise<void>;
  /** Moves on until nothing is left to do: deliveries made or given up, payouts settled, open pages expired. */
  runUntilIdle(): Promise<void>;
  /** Does what is due now, without moving the time. */
  flush(): Promise<void>;
  /** Lets the virtual time follow the real one until the returned function is called. */
  realTime(): () => void;
  /** Every transaction, oldest first. */
  transactions(): SandboxTransaction[];
  /** Every delivery attempt, in the order they were made. */
  deliveries(): DeliveryAttempt[];
  /**
   * Every call of an operation that only the contract override knows, oldest first; the newest 1,000, in memory. The sandbox
   * checks their fields and responds with `{}` and the fields that the override requires.
   */
  customCalls(): CustomCall[];
  /**
   * Moves a transaction to a status of the contract, as the gateway itself would, and sends its webhook: the way to a status
   * that the contract override adds. Throws a RangeError for an id of none, an unknown status, and one that cannot follow.
   */
  setStatus(transactionId: string, status: string): void;
  /**
   * Opens a transaction that no request asked for, and sends its webhook: the way to a type that the contract override adds.
   * Throws a RangeError for an unknown type or status, and a used tracking_id.
   */
  addTransaction(transaction: NewTransaction): SandboxTransaction;
  /**
   * Compares a merchant's ledger with what the sandbox knows of an account (the first, unless another is given), tests
   * and live transactions alike unless a mode is given. Empty: they agree. Throws a TypeError for a line that cannot be
   * read.
   */
  compareLedger(
    rows: readonly LedgerRow[],
    options?: { readonly accountId?: string; readonly mode?: Mode },
  ): Discrepancy[];
  /** Makes one more attempt at a delivery due now, whatever became of it. Throws a RangeError for an id of none. */
  resend(deliveryId: string): Promise<void>;
  /**
   * Goes wrong on purpose from now on; undefined: no more. Each call begins a new plan, but for the one with what is on.
   * Throws a TypeError or RangeError that names the option.
   */
  setChaos(chaos: ChaosOptions | undefined): void;
  /** The faults that were played since chaos was set: plain data, for `chaos: { replay }`. */
  chaosPlan(): ChaosPlan;
  /** Lists every route of the API, the cashier and the portal. */
  routes(): SandboxRoute[];
  /** Serves the sandbox over HTTP or HTTPS. Throws a RangeError for a host that is not loopback, unless `allowRemote`. */
  listen(options?: ListenOptions): Promise<ListeningSandbox>;
  /** Stops everything. A file can be opened again after. */
  close(): Promise<void>;
}
