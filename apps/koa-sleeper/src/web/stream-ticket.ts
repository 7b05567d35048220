import { PassThrough } from "node:stream";
import type { Context } from "koa";
import type { Html } from "./html.js";

export interface View {
  title: string;
  content: Html;
}

/**
 * Sends a view with Server-Sent Events: once when the page connects, because it may already have changed, and then after
 * each change.
 */
export function streamTicket(
  ctx: Context,
  render: () => View,
  onChange: (listener: () => void) => () => void,
): void {
  const stream = new PassThrough();
  const send = () => {
    const { title, content } = render();
    stream.write(`data: ${JSON.stringify({ title, html: content.text })}\n\n`);
  };
  const stop = onChange(send);
  // A closed connection does not end the stream, so this listens to the response.
  ctx.res.once("close", () => {
    stop();
    stream.destroy();
  });
  ctx.type = "text/event-stream";
  ctx.body = stream;
  send();
}
