import type { ChaosOptions, ListeningSandbox, Sandbox } from "@numipay/sandbox";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A sandbox that has started: the document of `--json`. */
export interface SandboxStart {
  /** The origin of the API and the cashier. Browsers get the welcome page. */
  readonly url: string;
  readonly portal: string;
  /** The CA certificate that clients must trust, if the sandbox created one. */
  readonly caFile: string | undefined;
  readonly version: string;
  readonly merchantName: string;
  readonly apiKey: string;
  readonly liveApiKey: string;
  readonly signaturePassword: string;
  readonly webhookUrl: string | null;
  readonly clock: {
    readonly isRealTime: boolean;
    /** ISO 8601, on the sandbox's clock. */
    readonly now: string;
    /** Whether it continues at the time of an existing file. */
    readonly isResumed: boolean;
  };
  /** Null if chaos is off. */
  readonly chaos: ChaosOptions | null;
  /** Null if all data are in memory. */
  readonly file: string | null;
}

/** Describes a sandbox that has started. */
export function describeStart(
  sandbox: Sandbox,
  { url, portalUrl, caFile }: ListeningSandbox,
  {
    realTime,
    file = null,
    isResumed,
  }: {
    readonly realTime: boolean;
    readonly file?: string | null;
    readonly isResumed: boolean;
  },
): SandboxStart {
  const { apiKey, liveApiKey, signaturePassword } = sandbox;
  const { merchantName, webhookUrl = null } = sandbox.account();
  return {
    url,
    portal: portalUrl,
    caFile,
    version: readVersion(),
    merchantName,
    apiKey,
    liveApiKey,
    signaturePassword,
    webhookUrl,
    clock: { isRealTime: realTime, now: sandbox.now().toISOString(), isResumed },
    chaos: sandbox.chaos() ?? null,
    file,
  };
}

function readVersion(): string {
  const path = createRequire(import.meta.url).resolve("@numipay/sandbox/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
