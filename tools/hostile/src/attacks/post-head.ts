// @ts-check

/** Well-formed, and of no body: what a sender without the password can write. */
export const forgedSignature = "A".repeat(40);

/** The head of a hostile POST, up to the empty line. */
export function postHead(path: string, headers: Record<string, string | number>) {
  const all = {
    host: "127.0.0.1",
    "content-type": "application/json",
    "x-signature": forgedSignature,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** A whole hostile POST. */
export function post(path: string, body: string) {
  return postHead(path, { "content-length": Buffer.byteLength(body) }) + body;
}
