import type { InboxSettings } from "../inbox/inbox-settings.js";

/** What one account at the gateway needs. */
export interface AccountSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly signaturePassword: string;
  /** Another `fetch`; tests lose answers with it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A queue in Redis, between the webhooks that come in and what they do to the books. */
export interface QueueSettings {
  readonly url: string;
  /** What every key in Redis begins with. */
  readonly prefix: string;
}

/** The desk's settings: in an app of your own, Nest's ConfigService is likely to bring them. */
export class DeskSettings {
  readonly deposits: AccountSettings;
  readonly refunds: AccountSettings;
  /** What the operator's pages ask for. */
  readonly officePassword: string;
  /** The desk's own origin, where a proxy stands in front; else the one that a request names. */
  readonly publicUrl: string | undefined;
  /** In memory where not given. */
  readonly inbox: InboxSettings;
  /** Without it, webhooks are worked on before they are answered. */
  readonly queue: QueueSettings | undefined;
  /** Of a DEV key whose webhooks are shown and not booked; without it there is no route for them. */
  readonly rehearsalPassword: string | undefined;

  constructor(settings: {
    deposits: AccountSettings;
    refunds: AccountSettings;
    officePassword: string;
    publicUrl?: string | undefined;
    inbox?: InboxSettings | undefined;
    queue?: QueueSettings | undefined;
    rehearsalPassword?: string | undefined;
  }) {
    this.deposits = settings.deposits;
    this.refunds = settings.refunds;
    this.officePassword = settings.officePassword;
    this.publicUrl = settings.publicUrl;
    this.inbox = settings.inbox ?? { engine: "memory" };
    this.queue = settings.queue;
    this.rehearsalPassword = settings.rehearsalPassword;
  }
}
