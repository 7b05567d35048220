import { once } from "node:events";
import { connect } from "node:http2";
import { text } from "node:stream/consumers";

export interface PostedDelivery {
  body: string;
  signature: string;
}

/** Posts a delivery over HTTP/1.1 or HTTP/2. Returns the status. */
export function postDelivery(
  url: string,
  { body, signature }: PostedDelivery,
  isHttp2: boolean,
): Promise<number> {
  const headers = {
    "content-type": "application/json",
    // Over HTTP/2 it is optional, but the body parsers of Koa skip a request without it.
    "content-length": String(Buffer.byteLength(body)),
    "x-signature": signature,
  };
  return isHttp2 ? postOverHttp2(url, headers, body) : postOverHttp1(url, headers, body);
}

async function postOverHttp1(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  const response = await fetch(url, { method: "POST", headers, body });
  await response.text();
  return response.status;
}

async function postOverHttp2(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  const { origin, pathname } = new URL(url);
  const session = connect(origin);
  try {
    const stream = session.request({ ":method": "POST", ":path": pathname, ...headers });
    stream.end(body);
    const [response] = (await once(stream, "response")) as [{ ":status"?: number }];
    await text(stream);
    return response[":status"] ?? 0;
  } finally {
    session.destroy();
  }
}

/** Requests a page over HTTP/1.1 or HTTP/2. Returns the status. */
export async function getStatus(url: string, isHttp2: boolean): Promise<number> {
  if (!isHttp2) return (await fetch(url)).status;
  const { origin, pathname } = new URL(url);
  const session = connect(origin);
  try {
    const stream = session.request({ ":path": pathname });
    const [response] = (await once(stream, "response")) as [{ ":status"?: number }];
    return response[":status"] ?? 0;
  } finally {
    session.destroy();
  }
}
