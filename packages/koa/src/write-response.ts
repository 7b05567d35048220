import type { WebhookResponse } from "@numipay/core";
import type { ParameterizedContext } from "koa";
import type { NumipayState } from "./numipay-state.js";

/** Responds with the answer of a delivery. */
export function writeAnswer(
  ctx: ParameterizedContext<NumipayState>,
  answer: WebhookResponse,
): void {
  ctx.state.numipay = answer;
  ctx.status = answer.status;
  ctx.set(answer.headers);
  ctx.body = answer.body;
}
