import type { ServerResponse } from "node:http";
import type { WebhookResponse } from "@numipay/core";
import { pinStatus } from "./pin-status.js";
import { type PlatformResponse, sendResponse } from "./send-response.js";

const patienceMs = 1000;

/**
 * Leaves the response to the host's interceptors and exception filters, with the status of the webhook. If none of them has responded
 * after a second, the webhook does: an interceptor may have caught the error, and a filter may only log it.
 */
export function ensureResponse(outgoing: PlatformResponse, response: WebhookResponse): void {
  pinStatus(outgoing, response.status);
  const raw = "raw" in outgoing ? outgoing.raw : outgoing;
  const timer = setTimeout(() => {
    if (raw.headersSent) return;
    sendResponse(outgoing, response);
    // Fastify only logs a second response.
    if (raw === outgoing) ignoreWrites(raw);
  }, patienceMs);
  raw.once("close", () => clearTimeout(timer));
}

/** A filter that responds even later would throw an error that nothing catches. */
function ignoreWrites(response: ServerResponse): void {
  const ignore = (): ServerResponse => response;
  for (const name of writes) Object.assign(response, { [name]: ignore });
}

const writes = [
  "setHeader",
  "setHeaders",
  "appendHeader",
  "removeHeader",
  "writeHead",
  "write",
  "end",
] as const satisfies readonly (keyof ServerResponse)[];
