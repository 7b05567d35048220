import { subscribe } from "node:diagnostics_channel";

/** What the channel publishes about a request. */
interface SentHeaders {
  request: { method: string };
}

/**
 * Calls a function immediately before `fetch` writes a POST to its socket, which is connected. A process that is stopped here writes the
 * request when it continues, before any of its timers can abort it.
 */
export function beforeWrite(reach: () => void): void {
  subscribe("undici:client:sendHeaders", (message) => {
    if ((message as SentHeaders).request.method === "POST") reach();
  });
}
