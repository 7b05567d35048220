import { type Agent, type ClientRequest, request as openRequest } from "node:http";

const timeoutMs = 30_000;

export interface PostOptions {
  /** Chunks of an iterable are sent as they arrive. */
  body: string | AsyncIterable<Uint8Array>;
  headers?: Record<string, string>;
  agent: Agent;
  /** Called with the request before its body is sent. */
  onRequest?: (request: ClientRequest) => void;
}

export interface PostResponse {
  status: number;
  text: string;
}

/**
 * Posts through `node:http`: a run sends a million requests, and `fetch` takes four times as long. Rejects unless the
 * complete response arrives within 30 seconds.
 */
export function post(
  url: URL | string,
  { body, headers = {}, agent, onRequest }: PostOptions,
): Promise<PostResponse> {
  return new Promise((resolve, reject) => {
    const request = openRequest(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
      response.on("aborted", () => reject(new Error("The response was cut off.")));
    });
    request.setTimeout(timeoutMs, () => request.destroy(new Error("No response in 30 seconds.")));
    request.on("error", reject);
    onRequest?.(request);
    if (typeof body === "string") {
      request.setHeader("content-length", Buffer.byteLength(body));
      request.end(body);
    } else void writeChunks(request, body).catch((error: Error) => request.destroy(error));
  });
}

async function writeChunks(request: ClientRequest, body: AsyncIterable<Uint8Array>) {
  for await (const chunk of body) request.write(chunk);
  request.end();
}
