import type { ServerResponse } from "node:http";
import type { PlatformResponse } from "./send-answer.js";

/**
 * Whatever is answered from now on, the gateway hears this status: an exception filter of the host may say what it likes,
 * but what was not applied must come again.
 */
export function pinStatus(response: PlatformResponse, status: number): void {
  const raw = "raw" in response ? response.raw : response;
  const writeHead = raw.writeHead.bind(raw) as (...args: unknown[]) => ServerResponse;
  raw.writeHead = (_status: number, ...rest: unknown[]) => writeHead(status, ...rest);
}
