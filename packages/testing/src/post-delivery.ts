import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** What a server answered. */
export interface PostResponse {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What to post, and how the body is fed into the connection. */
export interface PostOptions {
  method?: string;
  /** A list is sent as several headers of that name. */
  headers: Record<string, string | readonly string[]>;
  body?: Uint8Array;
  /** Writes the body instead of sending it whole. */
  write?: (request: ClientRequest) => void;
}

/** Sends one request over a connection of its own: `fetch` would join headers, and refuse a cut body. */
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
