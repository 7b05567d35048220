/** What an app of `tools/matrix/runtimes` prints about one of its setups. */
export interface Setup {
  /** Its name in the table. */
  setup: string;
  /** The URLs of its webhook, by what is different about each. */
  webhooks: Record<string, string>;
  /** Responds with 503 while the webhook's `ping()` rejects. */
  health?: string | undefined;
  /** The URL of the webhook behind code that has read the body and kept nothing. */
  consumed?: string | undefined;
  /** The URL below which `status` and `pay` call the gateway. */
  client?: string | undefined;
  /** Where `serve` of `src/remote/worker.ts` is mounted, for the conformance suite. */
  suite?: string | undefined;
  /** Whether a body parser reads the bodies and keeps no bytes. */
  parsed?: boolean;
  /** Whether the server speaks HTTP/2 only. */
  http2?: boolean;
}

/** A setup that could not be created. */
export interface FailedSetup {
  setup: string;
  error: string;
}

/** What an app prints about a delivery: the handled event, then the outcome. */
export type DeliveryLine = { handled: string } | OutcomeLine;

export interface OutcomeLine {
  outcome: string;
  matched?: string;
  reason?: string;
}

export type AppLine = Setup | FailedSetup | DeliveryLine | { ready: true };
