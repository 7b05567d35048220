/**
 * How the body is delimited. `short` and `cut` end it early, `both` sends a length and chunks, `none` sends no body.
 */
export type Framing = "none" | "length" | "short" | "chunked" | "cut" | "both";

/** A request to send over a plain socket. */
export interface RawRequest {
  method: string;
  target: string;
  headers: string[];
  /** In Latin-1: each character is one byte. */
  body: string;
  framing: Framing;
  chunkBytes: number;
}

/** Whether the request ends before its body does. */
export function isIncomplete({ framing }: Pick<RawRequest, "framing">): boolean {
  return framing === "short" || framing === "cut";
}

/** Serializes a request in Latin-1: each character is one byte. */
export function toWire({ method, target, headers, body, framing, chunkBytes }: RawRequest): string {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers];
  if (framing === "length" || framing === "both") lines.push(`Content-Length: ${body.length}`);
  if (framing === "short") lines.push(`Content-Length: ${body.length + 10}`);
  const isChunked = framing === "chunked" || framing === "cut" || framing === "both";
  if (isChunked) lines.push("Transfer-Encoding: chunked");
  const head = `${lines.join("\r\n")}\r\n\r\n`;
  if (framing === "none") return head;
  if (!isChunked) return head + body;
  let chunks = "";
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.slice(at, at + chunkBytes);
    chunks += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  }
  return head + (framing === "cut" ? chunks.slice(0, -3) : `${chunks}0\r\n\r\n`);
}
