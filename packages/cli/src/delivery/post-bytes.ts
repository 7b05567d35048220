import { addBytes, collectBytes } from "@numipay/core/node";
import { withTimeout } from "../failure/with-timeout.js";
import { openExchange } from "./open-exchange.js";
import { toRedirectTarget } from "./redirect-note.js";

/** A complete response. */
export interface PostResponse {
  readonly status: number;
  /** Of a redirect: where to, without its query. */
  readonly location: string | null;
  readonly body: Uint8Array;
  /** Milliseconds from the request to the last byte of the response. */
  readonly durationMs: number;
}

/** One delivery. */
export interface Post {
  /** Alternating names and values, as in `rawHeaders`. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A merchant's response has a few bytes. An endless one must not exhaust the memory. */
const maxResponseBytes = 1024 * 1024;

/**
 * Posts the exact bytes and headers.
 *
 * @throws Error when the connection fails or times out, or the response has no final status
 */
export async function postBytes(url: URL, post: Post): Promise<PostResponse> {
  const startedAt = performance.now();
  const signal = withTimeout(post.signal, post.timeoutMs);
  const headers = [...post.headers, "Content-Length", String(post.body.byteLength)];
  const response = await openExchange(url, { headers, body: post.body, signal });
  const collected = collectBytes(maxResponseBytes);
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (!addBytes(collected, chunk)) {
      throw new Error(`the response is longer than ${maxResponseBytes} bytes`);
    }
  }
  return {
    status: response.statusCode ?? 0,
    location: toRedirectTarget(response, url),
    body: collected.buffer.subarray(0, collected.size),
    durationMs: Math.round(performance.now() - startedAt),
  };
}
