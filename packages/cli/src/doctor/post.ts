import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { explainFailure } from "../delivery/failure-reason.js";
import { readBeforeClose } from "../delivery/read-before-close.js";
import { maxInspectedBytes, readSigns, type Signs } from "./read-signs.js";

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
  /** What to do about the problem, as a sentence, if the error shows it. */
  hint?: string | undefined;
  /** True if the server accepted the connection. */
  isConnected?: boolean;
  /** True if the request timed out. */
  isTimedOut?: boolean;
  /** The framework that the server names, for matching advice. */
  poweredBy?: "Express";
  /** What the headers and the body show about the layer that responded. */
  signs?: Signs;
  /** True for the response of this library's webhook to an unreadable delivery that it keeps. */
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
 * @param options.env to explain failures by its proxy variables
 */
export function createPost(
  url: URL,
  {
    timeoutMs,
    env = {},
  }: { timeoutMs: number; env?: Readonly<Record<string, string | undefined>> | undefined },
): Post {
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
          const missing = maxInspectedBytes - start.length;
          if (missing > 0) start += chunk.toString("latin1", 0, missing);
        });
        response.on("end", () =>
          finish({
            status,
            signs: readSigns(response, start, url),
            ...(isExpress && { poweredBy: "Express" as const }),
            ...(start === keptBody && { isKept: true }),
          }),
        );
        response.on("error", () => finish({ status, signs: readSigns(response, start, url) }));
      });
      const timeout = setTimeout(
        () =>
          finish({ status: 0, problem: `no response within ${timeoutMs} ms`, isTimedOut: true }),
        timeoutMs,
      );
      outgoing.on("socket", (socket) => {
        readBeforeClose(socket);
        socket.on(url.protocol === "https:" ? "secureConnect" : "connect", () => {
          isConnected = true;
        });
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        finish({ status: 0, ...explainFailure(error, { url, env }) });
      });
      outgoing.on("close", () => finish({ status: 0, problem: "the connection was closed" }));
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      outgoing.end(body);
    });
}
