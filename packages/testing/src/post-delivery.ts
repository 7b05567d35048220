import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** A server's response. */
export interface PostResponse {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What to post, and how to write the body. */
export interface PostOptions {
  method?: string;
  /** An array is sent as repeated headers. */
  headers: Record<string, string | readonly string[]>;
  body?: string | Uint8Array;
  /** Writes the body in place of `body`, for example in pieces. */
  write?: (request: ClientRequest) => void;
}

/** Sends one request on a new connection. `fetch` would join repeated headers and refuse a truncated body. */
export function postDelivery(url: string, options: PostOptions): Promise<PostResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: options.method ?? "POST", agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    outgoing.on("error", reject);
    for (const [name, value] of Object.entries(options.headers)) {
      outgoing.setHeader(name, value);
    }
    if (options.write !== undefined) options.write(outgoing);
    else outgoing.end(options.body);
  });
}
