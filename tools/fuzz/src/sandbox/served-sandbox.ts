import type { SandboxRoute } from "@numipay/sandbox";

/** What the sandbox's process sends once it listens. */
export interface ServedSandbox {
  url: string;
  apiKey: string;
  routes: SandboxRoute[];
  /** The numbers of the test cards. */
  cards: string[];
}

/** What the sandbox's process sends later. */
export type SandboxMessage =
  | { kind: "problem"; problem: string }
  /** The reply to `disable-chaos`. */
  | { kind: "chaos-disabled" };

/** Values by the name of a field or route parameter. */
export type KnownValues = ReadonlyMap<string, readonly string[]>;
