import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Portal } from "../portal-page.js";

/** Schedules one more attempt of a delivery at the current virtual time, in any state. */
export async function resendDelivery(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const page = portal.page(c);
  const id = c.req.param("id") ?? "";
  const path = `deliveries/${encodeURIComponent(id)}`;
  if (portal.store.deliveries.byId(id) === undefined) return page.goTo(path);
  await portal.controls.resend(id);
  return page.goTo(path, "Resent. The response appears below when it arrives.");
}
