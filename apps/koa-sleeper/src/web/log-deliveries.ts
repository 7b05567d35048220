// @ts-check
import type { Middleware } from "koa";
import type { NumipayState } from "@numipay/koa";

/**
 * A line for each webhook delivery. The webhook leaves its answer in `ctx.state.numipay`, so whatever stands around it can
 * see what became of it.
 */
export function logDeliveries(log: (line: string) => void): Middleware<NumipayState> {
  return async (ctx, next) => {
    const startedAt = performance.now();
    await next();
    const answer = ctx.state.numipay;
    if (answer === undefined) return;
    log(
      `webhook ${answer.status} ${answer.outcome} ${Math.round(performance.now() - startedAt)} ms`,
    );
  };
}
