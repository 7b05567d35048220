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

/** A transaction: the seven fields of the wire, and what only the gateway knows. */
export interface SandboxTransaction extends Transaction {
  /** ISO 8601, on the virtual clock. */
  readonly created_at: string;
  /** ISO 8601, on the virtual clock. */
  readonly updated_at: string;
  readonly mode: Mode;
  readonly account: string;
  /** The provider's id, once the customer has chosen one. */
  readonly provider: string | null;
  readonly stage: Stage;
  readonly rejected_reason: string | null;
}

/** One attempt to deliver one webhook. Times are ISO 8601 on the virtual clock. */
export interface DeliveryAttempt {
  readonly deliveryId: string;
  readonly transaction_id: string;
  /** The status that the webhook reports. */
  readonly status: string;
  /** Counted from 1. Resent webhooks and chaos can exceed the limit of `retries`. */
  readonly attempt: number;
  readonly at: string;
  readonly url: string;
  readonly requestBody: string;
  readonly signature: string;
  /** Null if there was no response. */
  readonly responseStatus: number | null;
  /** The reason why there was no response. */
  readonly error: string | null;
  /** Null if the webhook was delivered or has no attempts left. */
  readonly nextAttemptAt: string | null;
  /** The state of the delivery after this attempt. */
  readonly state: DeliveryState;
  /**
   * The retry schedule, a call of `resend`, chaos, or the welcome page's signature check. The last two send copies and
   * forgeries, which do not change the delivery.
   */
  readonly cause: AttemptCause;
  /** The injected faults, such as `tamper` or `delay+reserialize`. */
  readonly fault: string | null;
}

/** One route that the sandbox serves. */
export interface SandboxRoute {
  /** Such as `POST`, or `ALL` for every method. */
  readonly method: string;
  /** `:name` is a parameter and `*` a wildcard, as in `/cashier/:token/:provider`. */
  readonly path: string;
}

/** The options of a client for the sandbox. */
export interface ClientOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** The sandbox's contract override, if any. */
  readonly contract?: ContractSource;
}

/** A transaction without a request, such as a chargeback. */
export interface NewTransaction {
  readonly tracking_id: string;
  readonly user_id?: string;
  readonly currency: string;
  /** A decimal number as text, such as `"200.00"`. */
  readonly amount: string;
  /** One of the contract's types. */
  readonly transaction_type: string;
  /** One of the contract's statuses. Defaults to `"pending"`. */
  readonly status?: string;
  /** Defaults to `"test"`. */
  readonly mode?: Mode;
  /** Defaults to the first account. */
  readonly accountId?: string;
}

/** A merchant account of the sandbox. Properties always return the current value. */
export interface SandboxAccount {
  readonly accountId: string;
  readonly merchantName: string;
  /** The oldest active DEV key, which opens test transactions. */
  readonly apiKey: string;
  /** The oldest active live key. It moves no money either. */
  readonly liveApiKey: string;
  /** The password that signs webhooks. */
  readonly signaturePassword: string;
  readonly webhookUrl: string | undefined;
  /** For `new Numipay(account.clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /** Creates a key and returns it. */
  createKey(key: { readonly mode: Mode; readonly label: string }): string;
  /** Revokes a key: requests with it get a 401. Throws a RangeError if the account has no such active key. */
  revokeKey(apiKey: string): void;
  /** Creates a new password and returns it. It signs from the next attempt on, including retries. */
  rotateSignaturePassword(): string;
  /** Changes the webhook URL from the next attempt on, including retries. Undefined stops webhooks. Throws a TypeError for an invalid URL. */
  setWebhookUrl(url: string | URL | undefined): void;
  /**
   * Creates up to 5 million past transactions, spread evenly over the days before now (default: 30), for load tests and charts.
   * No webhooks are sent for them. Throws a RangeError for an invalid number, and an Error if the account already has
   * transactions in that time.
   */
  seedHistory(past: { readonly transactions: number; readonly days?: number }): void;
}

/** A local Numipay gateway. Keys, password, URL and client options at the top level are those of its first account. */
export interface Sandbox {
  /** Handles API and cashier requests in process. Does not follow redirects. A path is relative to `baseUrl`. */
  readonly fetch: typeof fetch;
  /** `http://localhost` in process, the listening origin after `listen()`. */
  readonly baseUrl: string;
  /** A DEV key, which opens test transactions. */
  readonly apiKey: string;
  /** A live key. It moves no money either. */
  readonly liveApiKey: string;
  /** The password that signs webhooks. */
  readonly signaturePassword: string;
  /** For `new Numipay(sandbox.clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /** Changes the webhook URL from the next attempt on, including retries. Undefined stops webhooks. Throws a TypeError for an invalid URL. */
  setWebhookUrl(url: string | URL | undefined): void;
  /** All merchant accounts, in creation order. */
  accounts(): SandboxAccount[];
  /** One account. Defaults to the first. Throws a RangeError for an unknown id. */
  account(accountId?: string): SandboxAccount;
  /** Creates an account with its own keys, password and providers. Throws a TypeError for an empty name or an invalid URL. */
  createAccount(account: {
    readonly merchantName: string;
    readonly webhookUrl?: string;
  }): SandboxAccount;
  /** The virtual time. */
  now(): Date;
  /** Advances the virtual time and runs due work on the way. Do not await it in a webhook handler: it awaits that handler. */
  advance(duration: Duration): Promise<void>;
  /** Advances until nothing is scheduled: deliveries completed or out of attempts, payouts settled, open pages expired. */
  runUntilIdle(): Promise<void>;
  /** Runs the work that is due now, without moving the time. */
  flush(): Promise<void>;
  /** Makes the virtual time follow real time until the returned function is called. */
  realTime(): () => void;
  /** All transactions, oldest first. */
  transactions(): SandboxTransaction[];
  /** All delivery attempts, in order. */
  deliveries(): DeliveryAttempt[];
  /**
   * Calls of operations that the contract override adds, oldest first; the newest 1,000, in memory. The sandbox checks their
   * fields and responds with `{}` and the fields that the override requires.
   */
  customCalls(): CustomCall[];
  /**
   * Moves a transaction to a status of the contract, as the gateway would, and sends its webhook. Use it for statuses that the
   * contract override adds. Throws a RangeError for an unknown id or status, and a status that must not follow.
   */
  setStatus(transactionId: string, status: string): void;
  /**
   * Opens a transaction without a request, and sends its webhook. Use it for types that the contract override adds. Throws a
   * RangeError for an unknown type or status, and a used tracking_id.
   */
  addTransaction(transaction: NewTransaction): SandboxTransaction;
  /**
   * Compares a merchant's ledger with the transactions of an account. Defaults to the first account and both modes. Returns []
   * if they agree. Throws a TypeError for an invalid row.
   */
  compareLedger(
    rows: readonly LedgerRow[],
    options?: { readonly accountId?: string; readonly mode?: Mode },
  ): Discrepancy[];
  /** Schedules one more attempt of a delivery now, in any state. Throws a RangeError for an unknown id. */
  resend(deliveryId: string): Promise<void>;
  /**
   * Starts injecting faults; undefined stops. Each call starts a new plan, unless the same options are already active. Throws a
   * TypeError or RangeError that names the option.
   */
  setChaos(chaos: ChaosOptions | undefined): void;
  /** The active chaos. Undefined if it is off. A `file` continues with its previous chaos. */
  chaos(): ChaosOptions | undefined;
  /** The faults injected since chaos was set, as plain data for `chaos: { replay }`. */
  chaosPlan(): ChaosPlan;
  /** Lists every route of the API, the cashier, the portal and the welcome page. */
  routes(): SandboxRoute[];
  /** Serves the sandbox over HTTP or HTTPS. Throws a RangeError for a host other than loopback, unless `allowRemote` is set. */
  listen(options?: ListenOptions): Promise<ListeningSandbox>;
  /** Stops the sandbox. Its file can be opened again afterwards. */
  close(): Promise<void>;
}
