import type { Context, Hono } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";
import type { RetrySchedule } from "../gateway/retry-schedule.js";
import type { RealTime } from "../clock/real-time.js";
import type { Duration } from "../clock/duration.js";
import type { ChaosContext } from "../chaos/chaos-context.js";
import type { PortalIcon } from "./icons.js";
import type { PageContext } from "./page-context.js";

/** What a person at the portal can make the sandbox do. */
export interface PortalControls {
  setStatus(transactionId: string, status: string): void;
  resend(deliveryId: string): Promise<void>;
  advance(duration: Duration): Promise<void>;
  runUntilIdle(): Promise<void>;
}

/** What the portal works with. */
export interface PortalContext extends ChaosContext {
  readonly controls: PortalControls;
  /** Aborts when the sandbox closes, so that no open stream outlives the tables it reads. */
  readonly closed: AbortSignal;
  readonly realTime: RealTime;
  readonly pendingWebhook: PendingWebhook;
  readonly retries: RetrySchedule;
}

/** A portal's context, and the one way to answer a request. */
export interface Portal extends PortalContext {
  /** Reads what every page needs from a request: the account, the mode, and the addresses that keep both. */
  turn(c: Context<AppEnv>): PageContext;
}

/**
 * One page of the portal with everything below its path. To add one: a file that exports such an object, and its row
 * in `portal-pages.ts`. Frame, navigation, safety and live updates come by themselves.
 */
export interface PortalPage {
  /** Below /portal/, such as "transactions". */
  readonly path: string;
  /** In the navigation, and in the title of the browser's tab. */
  readonly title: string;
  readonly icon: PortalIcon;
  /** The heading it stands under in the navigation. */
  readonly group: "Payments" | "Settings" | "Sandbox";
  /** Adds its routes; "/" is the page itself. Every POST that comes here was sent by the portal's own pages. */
  readonly add: (routes: Hono<AppEnv>, portal: Portal) => void;
}
