import type { Middleware } from "koa";
import { messagePage } from "../pages/message-page.js";

/** Shows errors as pages. Prints those that are not the client's fault. */
export const errorPages: Middleware = async (ctx, next) => {
  try {
    await next();
    if (ctx.status !== 404 || ctx.body) return;
    ctx.status = 404;
    ctx.body = messagePage("Page not found", "Check the address, or go back to the departures.");
  } catch (error) {
    const clientError = readClientError(error);
    if (clientError !== undefined) {
      ctx.status = clientError.status;
      ctx.body = messagePage("Request rejected", clientError.message);
      return;
    }
    console.error(error);
    ctx.status = 502;
    ctx.body = messagePage("Something went wrong", "You were not charged. Please try again later.");
  }
};

/** `ctx.throw` and the body parser set a 4xx status. */
function readClientError(error: unknown): { status: number; message: string } | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  const { status, message } = error;
  if (typeof status !== "number" || status < 400 || status >= 500) return undefined;
  return { status, message };
}
