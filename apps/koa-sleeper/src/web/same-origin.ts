import type { Middleware } from "koa";
import { originOf, setOrigin } from "./request-context.js";

/**
 * Rejects forms from other sites. Browsers set `Origin` on every POST, and pages cannot change it. The office's origin
 * defaults to the `Host` of the request.
 */
export function requireSameOrigin(publicUrl: string | undefined): Middleware {
  return async (ctx, next) => {
    // Not `ctx.origin`: in Koa 3 it is the `Origin` header itself, so the comparison would always succeed.
    setOrigin(ctx, publicUrl ?? `${ctx.protocol}://${ctx.host}`);
    if (ctx.method === "POST" && ctx.get("origin") !== originOf(ctx)) {
      ctx.throw(403, "This form must be sent from a page of this office.");
    }
    await next();
  };
}
