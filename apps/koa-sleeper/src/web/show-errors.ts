// @ts-check
import { messagePage } from "../pages/message-page.js";

/** Says what went wrong as a page, and prints only what is our own fault. */
export async function showErrors(ctx, next) {
  try {
    await next();
    if (ctx.status !== 404 || ctx.body) return;
    ctx.status = 404;
    ctx.body = messagePage("No such platform", "This page has left, or never called here.");
  } catch (error) {
    const { status, message } = error as { status?: number; message: string };
    const isSenders = status !== undefined && status >= 400 && status < 500;
    if (!isSenders) console.error(error);
    ctx.status = isSenders ? status : 502;
    ctx.body = isSenders
      ? messagePage("That was not taken", message)
      : messagePage("That did not work", "Nothing was charged. Please try again in a while.");
  }
}
