import type { DatabaseSettings } from "../database/database-settings.js";

/** The settings of one account at the gateway. */
export interface AccountSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly signaturePassword: string;
  /** Defaults to the global `fetch`. The demo and tests use another one to drop responses. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A queue in Redis that stores webhooks until a worker applies them. */
export interface QueueSettings {
  readonly url: string;
  /** The prefix of its keys in Redis. */
  readonly prefix: string;
}

export interface DeskSettingsInit {
  deposits: AccountSettings;
  refunds: AccountSettings;
  /** The password of the operator's pages. */
  officePassword: string;
  /** The desk's public origin, if it is behind a proxy. Defaults to the origin of each request. */
  publicUrl?: string | undefined;
  /** Defaults to PGlite in memory. */
  database?: DatabaseSettings | undefined;
  /** Without a queue, webhooks are applied before the response. */
  queue?: QueueSettings | undefined;
  /** The signature password of a DEV key. Its webhooks are shown, not applied. Without it, their route is off. */
  devSignaturePassword?: string | undefined;
}

/** The desk's settings. Your app may read them from Nest's ConfigService. */
export class DeskSettings {
  readonly deposits: AccountSettings;
  readonly refunds: AccountSettings;
  readonly officePassword: string;
  readonly publicUrl: string | undefined;
  readonly database: DatabaseSettings;
  readonly queue: QueueSettings | undefined;
  readonly devSignaturePassword: string | undefined;

  constructor(settings: DeskSettingsInit) {
    this.deposits = settings.deposits;
    this.refunds = settings.refunds;
    this.officePassword = settings.officePassword;
    this.publicUrl = settings.publicUrl;
    this.database = settings.database ?? {};
    this.queue = settings.queue;
    this.devSignaturePassword = settings.devSignaturePassword;
  }
}
