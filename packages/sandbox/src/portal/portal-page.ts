import type { Context, Hono } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";
import type { RetrySchedule } from "../gateway/retry-schedule.js";
import type { RealTime } from "../clock/real-time.js";
import type { Duration } from "../clock/duration.js";
import type { ChaosContext } from "../chaos/chaos-context.js";
import type { PortalIcon } from "./icons.js";
import type { PageContext } from "./page-context.js";

/** Operations of the sandbox that the portal offers. */
export interface PortalControls {
  setStatus(transactionId: string, status: string): void;
  resend(deliveryId: string): Promise<void>;
  advance(duration: Duration): Promise<void>;
  runUntilIdle(): Promise<void>;
}

/** What the portal needs. */
export interface PortalContext extends ChaosContext {
  readonly controls: PortalControls;
  /** Aborts when the sandbox closes, so that no open stream reads closed tables. */
  readonly closed: AbortSignal;
  readonly realTime: RealTime;
  readonly pendingWebhook: PendingWebhook;
  readonly retries: RetrySchedule;
}

/** The portal's context, with the page context of a request. */
export interface Portal extends PortalContext {
  /** Reads account and mode from a request, and creates links that keep them. */
  page(c: Context<AppEnv>): PageContext;
}

/**
 * One page of the portal with the routes below its path. To add one, export such an object and list it in
 * `portal-pages.ts`. Layout, navigation, security and live updates are automatic.
 */
export interface PortalPage {
  /** Below /portal/, such as "transactions". */
  readonly path: string;
  /** In the navigation and in the title of the browser tab. */
  readonly title: string;
  readonly icon: PortalIcon;
  /** The heading of its navigation section. */
  readonly group: "Payments" | "Settings" | "Sandbox";
  /** Adds the routes; "/" is the page itself. Every POST has passed the CSRF check. */
  readonly add: (routes: Hono<AppEnv>, portal: Portal) => void;
}
