// @ts-check
import type { Context } from "koa";
import type { Markup } from "./html.js";
import { PassThrough } from "node:stream";

/**
 * Sends a view now, and again after each change, for as long as somebody listens (Server-Sent Events). The first one
 * catches what happened between the page and this connection.
 */
export function streamTicket(
  ctx: Context,
  render: () => { title: string; content: Markup },
  onChange: (listener: () => void) => () => void,
) {
  const stream = new PassThrough();
  const send = () => {
    const { title, content } = render();
    stream.write(`data: ${JSON.stringify({ title, html: content.text })}\n\n`);
  };
  const stop = onChange(send);
  // The connection's end, not the stream's: a reader who is gone has read nothing to its end.
  ctx.res.once("close", () => {
    stop();
    stream.destroy();
  });
  ctx.type = "text/event-stream";
  ctx.body = stream;
  send();
}
