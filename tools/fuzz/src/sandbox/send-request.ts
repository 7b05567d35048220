import { connect } from "node:net";

/** Far longer than any page takes. */
const timeoutMs = 5000;

export interface RawResponse {
  /** 0 if there was no response. */
  status: number;
  head: string;
  headers: Header[];
  body: Buffer;
  timedOut: boolean;
}

/** A name in lower case, with its value. */
export type Header = readonly [name: string, value: string];

export interface SendOptions {
  port: number;
  /** Closes the sending half of the connection after the request. Defaults to `false`. */
  halfClose?: boolean;
}

/**
 * Sends a request on its own connection and reads until the server closes it.
 *
 * @param text in Latin-1: each character is one byte
 */
export function sendRequest(
  text: string,
  { port, halfClose = false }: SendOptions,
): Promise<RawResponse> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let timedOut = false;
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => {
      timedOut = true;
      socket.destroy();
    }, timeoutMs);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      // The event stream never ends. Its first message is enough.
      const head = chunks.length < 4 ? Buffer.concat(chunks).toString("latin1") : "";
      if (/^content-type: text\/event-stream/im.test(head) && head.includes("data: ")) {
        socket.destroy();
      }
    });
    // A rejected upload resets the connection. What was received before counts.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ ...parseResponse(Buffer.concat(chunks)), timedOut });
    });
    socket.write(Buffer.from(text, "latin1"));
    if (halfClose) socket.end();
  });
}

/** Parses a response that may be malformed. */
function parseResponse(bytes: Buffer): Omit<RawResponse, "timedOut"> {
  let raw = bytes;
  // Skips interim responses.
  while (raw.subarray(0, 12).toString("latin1") === "HTTP/1.1 100") {
    raw = raw.subarray(raw.indexOf("\r\n\r\n") + 4);
  }
  const end = raw.indexOf("\r\n\r\n");
  const head = (end < 0 ? raw : raw.subarray(0, end)).toString("latin1");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const rest = end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4);
  const isChunked = headers.some(
    ([name, value]) => name === "transfer-encoding" && value === "chunked",
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
  return { status, head, headers, body: isChunked ? joinChunks(rest) : rest };
}

function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}
