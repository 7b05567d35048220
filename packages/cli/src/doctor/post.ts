import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { toReason } from "../delivery/post-bytes.js";

/** One request to the endpoint. */
export interface PostRequest {
  /** Defaults to `POST`. */
  method?: string;
  /** A list is sent as several headers of that name. */
  headers: Record<string, string | readonly string[]>;
  body?: Uint8Array | string;
}

/** A response, without its body: an error page may contain the merchant's secrets, and reports are shared. */
export interface PostResponse {
  /** 0 without a response. */
  status: number;
  durationMs: number;
  /** Why there is no response, such as `ECONNREFUSED`. */
  problem?: string;
  /** True if the server accepted the connection. */
  isConnected?: boolean;
  /** True if the request timed out. */
  isTimedOut?: boolean;
  /** The framework that the server names, for matching advice. Nothing else is read from the headers. */
  poweredBy?: "Express";
  /** True for the response of this library's webhook to an unreadable delivery that it keeps. No other body is inspected. */
  isKept?: boolean;
}

const keptBody = JSON.stringify({ outcome: "unreadable" });

/** Sends one request and never rejects. */
export type Post = (request: PostRequest) => Promise<PostResponse>;

/**
 * Opens a new connection for each request and follows no redirects. `fetch` would join two headers of the same name, and
 * loses the response of a server that rejects a large body before it was sent completely.
 *
 * @param options.timeoutMs for the whole exchange
 */
export function createPost(url: URL, { timeoutMs }: { timeoutMs: number }): Post {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return ({ method = "POST", headers, body }) =>
    new Promise((resolve) => {
      const startedAt = performance.now();
      let isConnected = false;
      const finish = (result: Omit<PostResponse, "durationMs">): void => {
        clearTimeout(timeout);
        resolve({ ...result, isConnected, durationMs: performance.now() - startedAt });
        outgoing.destroy();
      };
      const outgoing = request(url, { method, agent: false }, (response) => {
        const { statusCode: status = 0 } = response;
        const isExpress = response.headers["x-powered-by"] === "Express";
        // The gateway only needs the status, but it may wait for a response that never ends.
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
        () =>
          finish({ status: 0, problem: `no response within ${timeoutMs} ms`, isTimedOut: true }),
        timeoutMs,
      );
      outgoing.on("socket", (socket) => {
        socket.on(url.protocol === "https:" ? "secureConnect" : "connect", () => {
          isConnected = true;
        });
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        // The server closed the connection while the body was being sent; its response may still arrive.
        if (error.code === "EPIPE") return;
        finish({ status: 0, problem: toReason(error) });
      });
      outgoing.on("close", () => finish({ status: 0, problem: "the connection was closed" }));
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      outgoing.end(body);
    });
}
