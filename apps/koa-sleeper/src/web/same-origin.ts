// @ts-check
import type { Middleware } from "koa";

/**
 * Lets a form through only from our own pages. Every browser says in `Origin` where a POST comes from, and no page can
 * change that.
 *
 * @param publicUrl the office's own origin, where it is not what requests name
 */
export function sameOriginOnly(publicUrl: string | undefined): Middleware {
  return async (ctx, next) => {
    // Not `ctx.origin`: in Koa 3 that is the header itself, and every header is equal to itself.
    ctx.state.origin = publicUrl ?? `${ctx.protocol}://${ctx.host}`;
    if (ctx.method === "POST" && ctx.get("origin") !== ctx.state.origin) {
      ctx.throw(403, "This form was not sent from a page of this office.");
    }
    await next();
  };
}
