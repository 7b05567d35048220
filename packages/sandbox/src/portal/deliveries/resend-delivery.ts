import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Portal } from "../portal-page.js";

/** Makes one more attempt at a delivery, due now on the virtual clock, whatever became of it. */
export async function resendDelivery(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const turn = portal.turn(c);
  const id = c.req.param("id") ?? "";
  const path = `deliveries/${encodeURIComponent(id)}`;
  if (portal.store.deliveries.byId(id) === undefined) return turn.goTo(path);
  await portal.controls.resend(id);
  return turn.goTo(path, "Sent again. The answer shows below as soon as it is here.");
}
