import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { addBytes, collectBytes } from "@numipay/core/node";

/** An answer, whole. */
export interface PostResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  /** Real milliseconds from the request to the answer's last byte. */
  readonly durationMs: number;
}

/** What is posted, byte for byte. */
interface Post {
  /** Names and values in turn, as `rawHeaders` has them: a header that stands twice is sent twice. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A merchant's answer has a few bytes; one without an end must not fill the memory. */
const longestAnswerBytes = 1024 * 1024;

/**
 * Posts bytes as they are. Not by `fetch`, which joins headers, follows redirects and adds what it thinks fit.
 *
 * @throws Error for a connection that cannot be made, breaks, or takes longer than `timeoutMs`, and for an answer
 * without a final status
 */
export async function postBytes(url: URL, post: Post): Promise<PostResponse> {
  const startedAt = performance.now();
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]);
  const open = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = [...post.headers, "Host", url.host];
    headers.push("Content-Length", String(post.body.byteLength));
    // A connection of its own: a kept one may be closed by the other side just as the next delivery leaves.
    const outgoing = open(url, { method: "POST", headers, signal, agent: false }, resolve);
    // Node gives the socket of a 101 away, and closes it without an error if it is not taken.
    outgoing.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("the receiver switched protocols (101)"));
    });
    outgoing.on("close", () => reject(new Error("the connection closed without an answer")));
    outgoing.on("error", reject).end(post.body);
  });
  const { statusCode: status = 0 } = response;
  if (status < 200) {
    response.destroy();
    throw new Error(`an answer with the status ${status}, which HTTP does not have`);
  }
  const collected = collectBytes(longestAnswerBytes);
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (!addBytes(collected, chunk)) {
      throw new Error(`an answer of more than ${longestAnswerBytes} bytes`);
    }
  }
  return {
    status,
    contentType: response.headers["content-type"],
    body: collected.buffer.subarray(0, collected.size),
    durationMs: Math.round(performance.now() - startedAt),
  };
}

/** Why no answer came, in a few words: the system's code, or the error's own sentence. */
export function toReason(error: unknown): string {
  const { code, message, name, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (name === "TimeoutError" || (error as { cause?: Error }).cause?.name === "TimeoutError") {
    return "no answer in time";
  }
  if (code === "ECONNREFUSED") return "nobody listens there (ECONNREFUSED)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `no such host (${code})`;
  if (Array.isArray(errors) && errors.length > 0) return toReason(errors[0]);
  return code ?? message;
}
