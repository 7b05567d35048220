import { readChanges } from "./changes.js";
import { toClockText } from "./parts/instant.js";
import type { PortalContext } from "./portal-page.js";

/** Fast enough to feel immediate, and a burst of a thousand deliveries becomes a handful of messages. */
const lookEveryMs = 150;

/**
 * Tells an open page what changed, as Server-Sent Events: a message is the standing of all tables and the virtual
 * time. It always says the whole truth, so a page that missed messages, or was asleep, needs only the next one.
 */
export function changeStream(portal: PortalContext, disconnected: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let sent = "";
      const look = (): void => {
        const message = JSON.stringify({
          changes: readChanges(portal),
          clock: toClockText(portal.now()),
        });
        // Who does not read gets no queue: the next message that is read tells everything anyway.
        if (message === sent || (controller.desiredSize ?? 0) <= 0) return;
        sent = message;
        controller.enqueue(encoder.encode(`data: ${message}\n\n`));
      };
      const timer = setInterval(look, lookEveryMs);
      // A page left open in a browser must not keep a test's process alive.
      timer.unref();
      const ended = AbortSignal.any([portal.closed, disconnected]);
      const end = (): void => {
        stop();
        // The browser may have gone first; there is nothing left to close then.
        try {
          controller.close();
        } catch {}
      };
      stop = () => {
        clearInterval(timer);
        ended.removeEventListener("abort", end);
      };
      ended.addEventListener("abort", end, { once: true });
      look();
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
  });
}
