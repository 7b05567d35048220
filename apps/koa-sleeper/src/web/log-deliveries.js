// @ts-check

/**
 * A line for each webhook delivery. The webhook leaves its answer in `ctx.state.numipay`, so whatever stands around it can
 * see what became of it.
 * @param {(line: string) => void} log
 * @returns {import("koa").Middleware<import("@numipay/koa").NumipayState>}
 */
export function logDeliveries(log) {
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
