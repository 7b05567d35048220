/** Well-formed, but the signature of no body: the best that a sender without the password can send. */
export const forgedSignature = "A".repeat(40);

/** The head of a hostile POST, up to and including the empty line. */
export function postHead(path: string, headers: Record<string, string | number>): string {
  const all = {
    host: "127.0.0.1",
    "content-type": "application/json",
    "x-signature": forgedSignature,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** A complete hostile POST. */
export function post(path: string, body: string): string {
  return postHead(path, { "content-length": Buffer.byteLength(body) }) + body;
}
