import { request as sendHttp } from "node:http";
import { buffer } from "node:stream/consumers";
import { serve } from "../serve.js";

/** A request on its way to the sandbox, and the response on its way back. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** How many requests with this method and path came before. */
  readonly before: number;
}

/** A response, as the sandbox or the bend gives it. */
export interface Given {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** Changes a response. Called without the sandbox's response before the request is passed on: a result replaces it. */
export interface Bend {
  readonly instead?: (passed: Passed) => Given | undefined;
  readonly after?: (passed: Passed, given: Given) => Given | undefined;
  /** Changes the key before it reaches the sandbox. */
  readonly addKey?: (passed: Passed) => string | undefined;
}

/** Starts a gateway in front of a sandbox that responds differently. */
export async function bendGateway(
  url: string,
  { instead, after, addKey }: Bend,
): Promise<{ url: string; passed: Passed[] }> {
  const passed: Passed[] = [];
  const bent = await serve((request, response) => {
    void (async () => {
      const { method = "", url: path = "" } = request;
      const body = (await buffer(request)).toString();
      const before = passed.filter((one) => one.method === method && one.path === path).length;
      const one = { method, path, body, before };
      passed.push(one);
      const key = addKey?.(one);
      const headers = { ...request.headers, ...(key === undefined ? {} : { "x-api-key": key }) };
      const given = instead?.(one) ?? (await passOn(new URL(path, url), { method, headers, body }));
      const { status, body: text, headers: own = {} } = after?.(one, given) ?? given;
      response.writeHead(status, { "content-type": "application/json", ...own }).end(text);
    })();
  });
  return { url: bent, passed };
}

function passOn(
  url: URL,
  { method, headers, body }: { method: string; headers: object; body: string },
): Promise<Given> {
  return new Promise((resolve, reject) => {
    const sent = sendHttp(url, { method, headers: { ...headers } }, (response) => {
      void buffer(response).then((bytes) =>
        resolve({
          status: response.statusCode ?? 0,
          body: bytes.toString(),
          headers: response.headers.location ? { location: response.headers.location } : {},
        }),
      );
    });
    sent.on("error", reject).end(body);
  });
}
