import type { PortalContext } from "../portal/portal-page.js";
import { version } from "../welcome/version.js";
import { toIso } from "./to-iso.js";

/** More scheduled work than this is not counted. */
const maxCounted = 1000;

/** The state of a sandbox: its clock and its accounts. */
interface SandboxState {
  readonly name: "@numipay/sandbox";
  readonly version: string;
  /** ISO 8601, on the virtual clock. */
  readonly now: string;
  readonly followsRealTime: boolean;
  /** The number of scheduled pieces of work, at most 1000. */
  readonly scheduled: number;
  /** When the next piece is due, or null. */
  readonly nextDueAt: string | null;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly merchantName: string;
    readonly webhookUrl: string | null;
  }[];
}

/** Reads the state. It contains no key and no password. */
export function readState({ store, now, realTime }: PortalContext): SandboxState {
  const next = store.work.next();
  return {
    name: "@numipay/sandbox",
    version: version(),
    now: toIso(now()),
    followsRealTime: realTime.isOn(),
    scheduled: store.work.count(maxCounted),
    nextDueAt: next === undefined ? null : toIso(next.dueAt),
    accounts: store.accounts.list().map(({ accountId, merchantName, webhookUrl }) => ({
      accountId,
      merchantName,
      webhookUrl,
    })),
  };
}
