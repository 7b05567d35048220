import { addBytes, collectBytes } from "@numipay/core/node";
import { once } from "node:events";
import type { IncomingMessage, InformationEvent, ServerResponse } from "node:http";
import { toRelayedHeaders } from "./relayed-headers.js";

/** A response up to this size is held back until it is complete, so that a cut one becomes a 502. */
const maxHeldBytes = 1024 * 1024;

/**
 * Relays a response with its exact status, reason, headers and bytes. The memory is bounded for any size.
 *
 * @throws Error when the response is cut, or cannot be written
 */
export async function relayResponse(
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const held = collectBytes(maxHeldBytes);
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (!response.headersSent) {
      if (held.size + chunk.byteLength <= maxHeldBytes) {
        addBytes(held, chunk);
        continue;
      }
      writeHead(incoming, response);
      response.write(held.buffer.subarray(0, held.size));
    }
    if (!response.write(chunk)) await once(response, "drain", { signal });
  }
  if (response.headersSent) {
    response.end();
    return;
  }
  writeHead(incoming, response);
  response.end(held.buffer.subarray(0, held.size));
}

function writeHead(incoming: IncomingMessage, response: ServerResponse): void {
  const { statusCode: status = 0, statusMessage: reason = "" } = incoming;
  // The receiver's Date, or none.
  response.sendDate = false;
  response.writeHead(status, isReason(reason) ? reason : undefined, [
    ...toRelayedHeaders(incoming, status),
    ...toConnection(response),
  ]);
}

/** Relays an informational response, such as a 103. Node has sent a 100 itself. */
export function relayInformation(information: InformationEvent, response: ServerResponse): void {
  const { statusCode: status, statusMessage: reason, rawHeaders, headers } = information;
  const { req: request, socket } = response;
  if (status === 100 || response.headersSent || request.httpVersion !== "1.1") return;
  const fields = toRelayedHeaders({ rawHeaders, headers }, status);
  const lines = [`HTTP/1.1 ${status} ${isReason(reason) ? reason : ""}`];
  for (let at = 0; at + 1 < fields.length; at += 2) lines.push(`${fields[at]}: ${fields[at + 1]}`);
  socket?.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

/** Responds in place of the receiver, or cuts a response that has begun. */
export function respondInstead(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // Without the length, the body of a HEAD would seem to follow.
  const length = String(Buffer.byteLength(text));
  response.writeHead(status, [
    "Content-Type",
    "text/plain; charset=utf-8",
    "Content-Length",
    length,
    ...toConnection(response),
  ]);
  response.end(text);
}

/**
 * Closing the connection avoids a delivery on one that closes as idle. If the sender is still sending, it stays open, even if
 * the sender asked to close it: closing it would discard the response.
 */
function toConnection(response: ServerResponse): string[] {
  response.shouldKeepAlive = !response.req.complete;
  return response.shouldKeepAlive ? [] : ["Connection", "close"];
}

/** Node's parser accepts more characters in a reason than its writer. */
function isReason(reason: string): boolean {
  return /^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(reason);
}
