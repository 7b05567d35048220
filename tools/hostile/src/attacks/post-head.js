// @ts-check

/** Well-formed, and of no body: what a sender without the password can write. */
export const forgedSignature = "A".repeat(40);

/**
 * The head of a hostile POST, up to the empty line.
 *
 * @param {string} path
 * @param {Record<string, string | number>} headers
 */
export function postHead(path, headers) {
  const all = {
    host: "127.0.0.1",
    "content-type": "application/json",
    "x-signature": forgedSignature,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/**
 * A whole hostile POST.
 *
 * @param {string} path
 * @param {string} body
 */
export function post(path, body) {
  return postHead(path, { "content-length": Buffer.byteLength(body) }) + body;
}
