import { readChanges, toRun } from "./changes.js";
import { toClockText } from "./parts/instant.js";
import type { PortalContext } from "./portal-page.js";

/** Short enough to feel immediate, long enough to combine a burst of a thousand deliveries. */
const pollIntervalMs = 150;

/** A page that receives no message for 12 seconds assumes that the sandbox hangs. */
const heartbeatMs = 5000;

/**
 * Streams changes to an open page as Server-Sent Events. Each message contains the versions of all tables and the virtual
 * time, so a page that missed messages only needs the next one. Without changes, the last one is repeated.
 */
export function changeStream(portal: PortalContext, disconnected: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let sent = "";
      let sentAt = 0;
      const sendChanges = (): void => {
        const message = JSON.stringify({
          run: toRun(portal),
          changes: readChanges(portal),
          clock: toClockText(portal.now()),
        });
        const now = performance.now();
        if (message === sent && now - sentAt < heartbeatMs) return;
        // Skips clients that are not reading, without a queue. The next message contains everything anyway.
        if ((controller.desiredSize ?? 0) <= 0) return;
        sent = message;
        sentAt = now;
        controller.enqueue(encoder.encode(`data: ${message}\n\n`));
      };
      const timer = setInterval(sendChanges, pollIntervalMs);
      // A page left open in a browser must not keep a test process alive.
      timer.unref();
      const ended = AbortSignal.any([portal.closed, disconnected]);
      const end = (): void => {
        stop();
        // The browser may have disconnected first.
        try {
          controller.close();
        } catch {}
      };
      stop = () => {
        clearInterval(timer);
        ended.removeEventListener("abort", end);
      };
      ended.addEventListener("abort", end, { once: true });
      sendChanges();
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
  });
}
