import {
  type ClientRequest,
  type IncomingMessage,
  type InformationEvent,
  request as requestHttp,
} from "node:http";
import { request as requestHttps } from "node:https";
import { readBeforeClose } from "./read-before-close.js";

interface Outgoing {
  /** Defaults to `POST`. */
  readonly method?: string | undefined;
  /** Alternating names and values, as in `rawHeaders`. A header that appears twice is sent twice. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** Called with each informational response, such as a 103. */
  readonly onInformation?: (information: InformationEvent) => void;
}

/**
 * Sends the exact bytes and headers, and resolves with the head of the response. `fetch` would join headers, follow redirects,
 * decompress the body and add its own headers.
 *
 * @throws Error when the connection fails, the signal aborts, or the response has no final status
 */
export async function openExchange(url: URL, outgoing: Outgoing): Promise<IncomingMessage> {
  const { method = "POST", headers, body, signal, onInformation } = outgoing;
  const open = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = open(
      url,
      {
        method,
        headers: ["Host", url.host, ...headers],
        signal,
        // A new connection each time, because the other side may close an idle one just as the next delivery is sent.
        agent: false,
      },
      resolve,
    );
    request.on("socket", readBeforeClose);
    // Without this listener, Node closes the socket of a 101 without an error.
    request.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("the receiver switched protocols (101)"));
    });
    request.on("close", () => reject(new Error("the connection closed without a response")));
    request.on("error", reject);
    if (onInformation !== undefined) request.on("information", onInformation);
    if (body instanceof Uint8Array) request.end(body);
    else sendChunks(request, body).catch((error: Error) => request.destroy(error));
  });
  const { statusCode: status = 0 } = response;
  if (status >= 200) return response;
  response.destroy();
  throw new Error(`the status ${status} is not valid in HTTP`);
}

/** Continues after an early response, because the receiver may still read the body. */
async function sendChunks(
  request: ClientRequest,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const chunk of chunks) {
    if (request.destroyed) return;
    if (!request.write(chunk)) await untilDrained(request);
  }
  request.end();
}

function untilDrained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      request.off("drain", done).off("close", done);
      resolve();
    };
    request.on("drain", done).on("close", done);
  });
}
