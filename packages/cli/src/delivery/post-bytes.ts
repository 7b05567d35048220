import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { addBytes, collectBytes } from "@numipay/core/node";

/** A complete response. */
export interface PostResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  /** Milliseconds from the request to the last byte of the response. */
  readonly durationMs: number;
}

interface Post {
  /** Alternating names and values, as in `rawHeaders`. A header that appears twice is sent twice. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A merchant's response has a few bytes. An endless one must not exhaust the memory. */
const maxResponseBytes = 1024 * 1024;

/**
 * Posts the exact bytes and headers. `fetch` would join headers, follow redirects and add its own headers.
 *
 * @throws Error when the connection fails or times out, or the response has no final status
 */
export async function postBytes(url: URL, post: Post): Promise<PostResponse> {
  const startedAt = performance.now();
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]);
  const open = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = [...post.headers, "Host", url.host];
    headers.push("Content-Length", String(post.body.byteLength));
    // A new connection each time, because the other side may close an idle one just as the next delivery is sent.
    const outgoing = open(url, { method: "POST", headers, signal, agent: false }, resolve);
    // Without this listener, Node closes the socket of a 101 without an error.
    outgoing.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("the receiver switched protocols (101)"));
    });
    outgoing.on("close", () => reject(new Error("the connection closed without a response")));
    outgoing.on("error", reject).end(post.body);
  });
  const { statusCode: status = 0 } = response;
  if (status < 200) {
    response.destroy();
    throw new Error(`the status ${status} is not valid in HTTP`);
  }
  const collected = collectBytes(maxResponseBytes);
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (!addBytes(collected, chunk)) {
      throw new Error(`the response is longer than ${maxResponseBytes} bytes`);
    }
  }
  return {
    status,
    contentType: response.headers["content-type"],
    body: collected.buffer.subarray(0, collected.size),
    durationMs: Math.round(performance.now() - startedAt),
  };
}

/** Why there was no response, in a few words. */
export function toReason(error: unknown): string {
  const { code, message, name, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (name === "TimeoutError" || (error as { cause?: Error }).cause?.name === "TimeoutError") {
    return "timed out";
  }
  if (code === "ECONNREFUSED") return "connection refused (ECONNREFUSED)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `no such host (${code})`;
  if (Array.isArray(errors) && errors.length > 0) return toReason(errors[0]);
  return code ?? message;
}
