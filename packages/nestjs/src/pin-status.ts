import type { ServerResponse } from "node:http";

/**
 * Whatever is answered from now on, the gateway hears this status: an exception filter of the host may say what it likes,
 * but what was not applied must come again.
 */
export function pinStatus(
  response: ServerResponse | { raw: ServerResponse },
  status: number,
): void {
  const raw = "raw" in response ? response.raw : response;
  const writeHead = raw.writeHead.bind(raw) as (...args: unknown[]) => ServerResponse;
  raw.writeHead = (_status: number, ...rest: unknown[]) => writeHead(status, ...rest);
}
