import type { ServerResponse } from "node:http";
import type { PlatformResponse } from "./send-response.js";

/**
 * Fixes the response's status. An exception filter of the host may change the body, but the gateway must get the status that makes
 * it retry.
 */
export function pinStatus(response: PlatformResponse, status: number): void {
  const raw = "raw" in response ? response.raw : response;
  const writeHead = raw.writeHead.bind(raw) as (...args: unknown[]) => ServerResponse;
  raw.writeHead = (_status: number, ...rest: unknown[]) => writeHead(status, ...rest);
}
