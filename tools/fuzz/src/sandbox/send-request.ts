import { connect } from "node:net";

/** Far above any page, and far below a hang that a person would notice as one. */
const deadlineMs = 5000;

/**
 * Sends a request byte for byte on a connection of its own, and reads until the other side closes it.
 *
 * @param text Latin-1: each character is one byte
 */
export function sendRequest(
  text: string,
  { port, halfClose = false }: { port: number; halfClose?: boolean },
): Promise<Answer> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const chunks = [];
    let isHanging = false;
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => {
      isHanging = true;
      socket.destroy();
    }, deadlineMs);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      // The stream of changes never ends; its first message is enough.
      const head = chunks.length < 4 ? Buffer.concat(chunks).toString("latin1") : "";
      if (/^content-type: text\/event-stream/im.test(head) && head.includes("data: ")) {
        socket.destroy();
      }
    });
    // A refused upload resets the connection; what was received before counts.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      const ms = performance.now() - startedAt;
      resolve({ ...parseAnswer(Buffer.concat(chunks)), isHanging, ms });
    });
    socket.write(Buffer.from(text, "latin1"));
    if (halfClose) socket.end();
  });
}

/** Takes an answer apart, without trusting anything in it. */
function parseAnswer(bytes) {
  let raw = bytes;
  // What announces an answer is none.
  while (raw.subarray(0, 12).toString("latin1") === "HTTP/1.1 100") {
    raw = raw.subarray(raw.indexOf("\r\n\r\n") + 4);
  }
  const end = raw.indexOf("\r\n\r\n");
  const head = (end < 0 ? raw : raw.subarray(0, end)).toString("latin1");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => {
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

function joinChunks(bytes) {
  const chunks = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}

export interface Answer {
  /** 0 where none came. */
  status: number;
  head: string;
  /** Names in lower case, with their values. */
  headers: string[][];
  body: Buffer;
  isHanging: boolean;
  ms: number;
}
