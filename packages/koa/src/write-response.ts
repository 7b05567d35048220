import type { WebhookResponse } from "@numipay/core";
import type { ParameterizedContext } from "koa";
import type { NumipayState } from "./numipay-state.js";

/** Writes the response to a delivery, and stores it for logging middleware. */
export function writeResponse(
  ctx: ParameterizedContext<NumipayState>,
  response: WebhookResponse,
): void {
  ctx.state.numipay = response;
  ctx.status = response.status;
  ctx.set(response.headers);
  ctx.body = response.body;
}
