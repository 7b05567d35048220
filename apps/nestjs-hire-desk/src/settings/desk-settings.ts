/** What one account at the gateway needs. */
export interface AccountSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly signaturePassword: string;
  /** Another `fetch`; tests lose answers with it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The desk's settings: in an app of your own, Nest's ConfigService is likely to bring them. */
export class DeskSettings {
  readonly deposits: AccountSettings;
  readonly refunds: AccountSettings;
  /** What the operator's pages ask for. */
  readonly officePassword: string;
  /** The desk's own origin, where a proxy stands in front; else the one that a request names. */
  readonly publicUrl: string | undefined;

  constructor(settings: {
    deposits: AccountSettings;
    refunds: AccountSettings;
    officePassword: string;
    publicUrl?: string | undefined;
  }) {
    this.deposits = settings.deposits;
    this.refunds = settings.refunds;
    this.officePassword = settings.officePassword;
    this.publicUrl = settings.publicUrl;
  }
}
