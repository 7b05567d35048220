import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { toReason } from "../delivery/post-bytes.js";

/** One request to the endpoint. */
export interface PostRequest {
  /** POST where not given. */
  method?: string;
  /** A list is sent as several headers of that name. */
  headers: Record<string, string | readonly string[]>;
  body?: Uint8Array | string;
}

/** What came back. The body is never kept: an error page may print the merchant's secrets, and a report is passed around. */
export interface PostResponse {
  /** 0 where no answer came. */
  status: number;
  durationMs: number;
  /** Why no answer came, such as `ECONNREFUSED`. */
  problem?: string;
  /** True where somebody took the connection, whatever came of it. */
  isConnected?: boolean;
  /** True where the time was up before an answer came. */
  isTimedOut?: boolean;
  /** What the server says it is, for advice that fits. Nothing but this one word is taken from an answer's headers. */
  poweredBy?: "Express";
  /** True where the answer is that of a webhook of this library that keeps what it cannot read. The one body that is looked at. */
  isKept?: boolean;
}

const keptBody = JSON.stringify({ outcome: "unreadable" });

/** Sends one request and never rejects. */
export type Post = (request: PostRequest) => Promise<PostResponse>;

/**
 * Posts over a connection of its own each time, and follows no redirect. `fetch` would join two headers of one name, and
 * loses the answer of a server that refuses a large body before it has all of it.
 *
 * @param options.timeoutMs for the whole exchange
 */
export function createPost(url: URL, { timeoutMs }: { timeoutMs: number }): Post {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return ({ method = "POST", headers, body }) =>
    new Promise((resolve) => {
      const startedAt = performance.now();
      let isConnected = false;
      const finish = (answer: Omit<PostResponse, "durationMs">): void => {
        clearTimeout(timeout);
        resolve({ ...answer, isConnected, durationMs: performance.now() - startedAt });
        outgoing.destroy();
      };
      const outgoing = request(url, { method, agent: false }, (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        const isExpress = answered["x-powered-by"] === "Express";
        // The gateway needs the status only; but an answer that never ends is one that it may wait for.
        let start = "";
        response.on("data", (chunk: Buffer) => {
          if (start.length <= keptBody.length) start += chunk.toString("latin1", 0, 64);
        });
        response.on("end", () =>
          finish({
            status,
            ...(isExpress && { poweredBy: "Express" as const }),
            ...(start === keptBody && { isKept: true }),
          }),
        );
        response.on("error", () => finish({ status }));
      });
      const timeout = setTimeout(
        () => finish({ status: 0, problem: `no answer within ${timeoutMs} ms`, isTimedOut: true }),
        timeoutMs,
      );
      outgoing.on("socket", (socket) => {
        socket.on(url.protocol === "https:" ? "secureConnect" : "connect", () => {
          isConnected = true;
        });
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        // Writing on fails when the server has answered and gone; its answer may still be on the way in.
        if (error.code === "EPIPE") return;
        finish({ status: 0, problem: toReason(error) });
      });
      outgoing.on("close", () => finish({ status: 0, problem: "the connection was closed" }));
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      outgoing.end(body);
    });
}
