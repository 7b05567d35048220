import { request } from "node:https";
import { text } from "node:stream/consumers";

/** What a server answered, or why there was no answer. */
export interface HttpsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends one request as a program does that trusts certain authorities alone. */
export function askHttps(
  url: string,
  options: {
    readonly ca?: string | undefined;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<HttpsAnswer> {
  const { ca, method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers,
        agent: false,
        ...(ca === undefined ? {} : { ca }),
        // Else Node asks the certificate for the name of the Host header.
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
