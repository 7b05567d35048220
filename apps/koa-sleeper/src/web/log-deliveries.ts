import type { NumipayState } from "@numipay/koa";
import type { Middleware } from "koa";

/** Logs each webhook delivery. The webhook puts its response into `ctx.state.numipay`, where outer middleware finds it. */
export function logDeliveries(log: (line: string) => void): Middleware<NumipayState> {
  return async (ctx, next) => {
    const startedAtMs = performance.now();
    await next();
    const response = ctx.state.numipay;
    if (response === undefined) return;
    const durationMs = Math.round(performance.now() - startedAtMs);
    log(`webhook ${response.status} ${response.outcome} ${durationMs} ms`);
  };
}
