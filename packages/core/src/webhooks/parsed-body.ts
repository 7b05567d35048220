import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { toBytes } from "./to-bytes.js";
import { cutBody, type DeliveryBody } from "./delivery.js";
import { isUnread, readStream } from "./read-stream.js";

/** The properties that body parsers set on a request. */
export interface ParsedBody {
  /** What a parser read: bytes, text or a parsed value. */
  body?: unknown;
  /** The raw body, by convention of body parsers and serverless hosts. */
  rawBody?: unknown;
}

/** A request of `node:http`, with the properties that body parsers set. */
export type NodeRequest = IncomingMessage & ParsedBody;

/**
 * Reads a body that was not captured: the bytes that other code has set, otherwise the stream if it is unread, otherwise what a
 * parser has left. Parsers set properties on the framework's request, middleware for `node:http` on the incoming one.
 */
export function readUncapturedBody(
  incoming: NodeRequest,
  parsed: ParsedBody,
  maxBytes: number,
): Promise<DeliveryBody> {
  if (isUnread(incoming)) {
    // First the bytes, because the stream of a mock or of a bridge to node:http may never end.
    const left = leftOf(incoming, parsed);
    const bytes = leftBytes(left);
    return bytes === undefined ? readUnread(incoming, left, maxBytes) : Promise.resolve(bytes);
  }
  const isPartial = isBeingRead(incoming);
  const read = (): Promise<DeliveryBody> | DeliveryBody =>
    readLeft(leftOf(incoming, parsed), maxBytes, isPartial) ?? toLost(incoming);
  // A stream that flows ends on its own. One that was stopped may never end.
  const endsLater = isPartial && incoming.readableFlowing === true;
  return endsLater ? untilEnd(incoming).then(read) : Promise.resolve(read());
}

function leftOf(incoming: NodeRequest, parsed: ParsedBody): ParsedBody {
  return { rawBody: parsed.rawBody ?? incoming.rawBody, body: parsed.body ?? incoming.body };
}

/** The stream. Without a connection, it may have no data: then the body that a mock or a bridge to node:http has set. */
async function readUnread(
  incoming: NodeRequest,
  left: ParsedBody,
  maxBytes: number,
): Promise<DeliveryBody> {
  const body = readStream(incoming, maxBytes);
  if (isConnected(incoming) || !isPreset(left.body)) return body;
  await new Promise((resolve) => setImmediate(resolve));
  return incoming.readableDidRead ? body : (readLeft(left, maxBytes, true) ?? body);
}

/** A mock may have no socket, or one that is not from Node. */
function isConnected({ socket }: { socket?: { pending?: boolean } }): boolean {
  return socket?.pending === false;
}

function isPreset(body: unknown): boolean {
  return (typeof body === "object" && body !== null) || typeof body === "string";
}

function isBeingRead({ readable, readableEnded }: IncomingMessage): boolean {
  return readable && !readableEnded;
}

function toLost(incoming: IncomingMessage): DeliveryBody {
  if (isBeingRead(incoming)) return beingRead;
  return incoming.destroyed && !incoming.readableEnded ? cutBody : readElsewhere;
}

const beingRead: DeliveryBody = {
  form: "lost",
  reason:
    "another middleware is still reading the body; mount the webhook before it, or call next() only after the end of the body",
};

const readElsewhere: DeliveryBody = {
  form: "lost",
  reason:
    "another middleware has read the body without keeping it; mount the webhook before it, or keep the bytes as rawBody of the request",
};

/** Waits for the end of a body, and for its reader to store it. */
function untilEnd(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => void setImmediate(resolve);
    incoming.on("end", settle);
    incoming.on("close", settle);
  });
}

/**
 * The bytes, a stream, text or the parsed value. While other code reads a body without waiting for it, an empty object is the
 * default of Express 4 and not the parsed body.
 */
function readLeft(
  left: ParsedBody,
  maxBytes: number,
  mayBeDefault: boolean,
): Promise<DeliveryBody> | DeliveryBody | undefined {
  const bytes = leftBytes(left);
  if (bytes !== undefined) return bytes;
  const { body } = left;
  if (typeof body === "string") return { form: "parsed", value: body };
  if (typeof body !== "object" || body === null) return undefined;
  if (isStream(body)) return isUnread(body) ? readStream(body, maxBytes) : undefined;
  const isDefault = mayBeDefault && Object.keys(body).length === 0;
  return isDefault ? undefined : { form: "parsed", value: body };
}

/** `rawBody` by convention as bytes or text, otherwise a `body` of bytes. */
function leftBytes({ rawBody, body }: ParsedBody): DeliveryBody | undefined {
  const raw = typeof rawBody === "string" ? Buffer.from(rawBody) : toBytes(rawBody);
  const bytes = raw === undefined || raw.length === 0 ? toBytes(body) : raw;
  return bytes === undefined ? undefined : { form: "bytes", bytes };
}

function isStream(body: object): body is Readable {
  return "pipe" in body && typeof body.pipe === "function";
}
