import type { ServerResponse } from "node:http";
import type { Ending } from "../api/gateway-context.js";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/** The response to a request. With an ending, the caller must not receive it. */
export interface Handled {
  readonly response: Response;
  readonly ending: Ending | undefined;
}

/**
 * Ends a call in process as Node's fetch does over the network: a cut connection rejects, and silence lasts until the caller
 * aborts or the sandbox closes.
 */
export async function endInProcess(
  { response, ending }: Handled,
  request: Request,
  closed: AbortSignal,
): Promise<Response> {
  if (ending === undefined) return response;
  if (ending === "cut") {
    const cause = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
    throw new TypeError("fetch failed", { cause });
  }
  return untilAborted(request, closed);
}

/**
 * Waits until the caller aborts or the sandbox closes, and rejects with the reason. It keeps a reference to the request, not
 * only its signal: Node stops forwarding the caller's abort when the Request is garbage-collected.
 */
function untilAborted(request: Request, closed: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      closed.removeEventListener("abort", end);
      reject((request.signal.aborted ? request.signal : closed).reason as Error);
    };
    request.signal.addEventListener("abort", end, { once: true });
    closed.addEventListener("abort", end, { once: true });
    if (request.signal.aborted || closed.aborted) end();
  });
}

/** Ends a call over HTTP. Silence lasts until either side closes the connection. */
export async function endOverHttp(
  { response, ending }: Handled,
  outgoing: Pick<ServerResponse, "destroyed"> & {
    destroy(): unknown;
    once(event: "close", listener: () => void): unknown;
  },
): Promise<Response> {
  if (ending === undefined) return response;
  if (ending === "cut") outgoing.destroy();
  else if (!outgoing.destroyed) {
    await new Promise<void>((resolve) => void outgoing.once("close", resolve));
  }
  return RESPONSE_ALREADY_SENT;
}
