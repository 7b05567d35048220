import { request } from "node:https";
import { text } from "node:stream/consumers";

/** An HTTPS response. */
export interface HttpsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends a request that trusts only the given authorities. */
export function requestHttps(
  url: string,
  options: {
    readonly ca?: string | undefined;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<HttpsResponse> {
  const { ca, method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers,
        agent: false,
        ...(ca === undefined ? {} : { ca }),
        // Otherwise Node checks the certificate against the Host header.
        ...(headers["host"] === undefined ? {} : { servername: "localhost" }),
      },
      (incoming) => {
        text(incoming).then(
          (read) =>
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: read }),
          reject,
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
