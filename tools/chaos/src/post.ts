import type { Agent, ClientRequest } from "node:http";
import { request as open } from "node:http";

/**
 * Posts over `node:http`: in a run of a million posts, `fetch` takes four times as long.
 *
 * @param options a body in pieces goes out as they come
 * @returns rejects unless the whole answer came within 30 seconds
 */
export function post(
  url: URL | string,
  {
    body,
    headers = {},
    agent,
    onRequest,
  }: {
    body: string | AsyncIterable<Uint8Array>;
    headers?: Record<string, string>;
    agent: Agent;
    onRequest?: (request: ClientRequest) => void;
  },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = open(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
      response.on("aborted", () => reject(new Error("The answer was cut")));
    });
    request.setTimeout(30_000, () => request.destroy(new Error("No answer for 30 seconds")));
    request.on("error", reject);
    onRequest?.(request);
    if (typeof body === "string") {
      request.setHeader("content-length", Buffer.byteLength(body));
      request.end(body);
    } else void writePieces(request, body).catch((error) => request.destroy(error));
  });
}

async function writePieces(request, body) {
  for await (const piece of body) request.write(piece);
  request.end();
}
