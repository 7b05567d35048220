import type { IncomingMessage } from "node:http";

/** Headers of one connection (RFC 9110, section 7.6.1), which are not relayed. */
const connectionHeaders = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

type Received = Pick<IncomingMessage, "rawHeaders" | "headers">;

/** The headers of a request for the receiver. The body keeps its framing. */
export function toForwardedHeaders(
  request: Received & Pick<IncomingMessage, "method">,
): readonly string[] {
  const { headers, method = "" } = request;
  // Node has already sent the 100 Continue that `Expect` asks for.
  const kept = withoutConnection(request, ["host", "expect"]);
  if (headers["content-length"] !== undefined) return kept;
  if (headers["transfer-encoding"] !== undefined) return [...kept, "Transfer-Encoding", "chunked"];
  return method === "GET" || method === "HEAD" ? kept : [...kept, "Content-Length", "0"];
}

/** The headers of a response for the sender, unchanged, `Location` and `Content-Encoding` included. */
export function toRelayedHeaders(response: Received, status: number): readonly string[] {
  // A 204 has no body, and must not have this header either.
  return withoutConnection(response, status === 204 ? ["content-length"] : []);
}

/** Keeps duplicates, the order and the case of names. `Connection` can name more headers of the connection. */
function withoutConnection(
  { rawHeaders, headers }: Received,
  more: readonly string[],
): readonly string[] {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const dropped = new Set([...connectionHeaders, ...more, ...named]);
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    if (!dropped.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}
