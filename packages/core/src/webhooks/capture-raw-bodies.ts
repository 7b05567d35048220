import { type Channel, channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { documentedContract } from "../protocol/contract/contract.js";
import { defaultMaxBodyBytes } from "../protocol/body-size.js";
import { isSignature } from "../protocol/signature.js";
import { removeJsonCharset } from "./json-charset.js";
import { type RawBodies, toMaxTotalBytes } from "./raw-bodies-limit.js";
import { captureRawBody } from "./raw-body.js";
import { isAnnouncedTooLarge, isEncoded } from "./read-body.js";
import { endsWithPath, type PathEnd, toPathEnd } from "./webhook-path.js";

// A body parser mounted before the webhook consumes the bytes and leaves a value whose serialization may differ: escapes, a byte
// order mark and invalid UTF-8 are lost. So the bytes of a possible delivery are captured as they pass from the socket into the
// request. Without this diagnostics channel (another runtime, HTTP/2, a mock request) nothing is captured, and the signature is
// verified against the canonical form of the parsed value.

const channelName = "http.server.request.start";

/**
 * A property of the channel, of which a process has one, however often it loads the package. The global object would not do: Jest
 * gives each test file one of its own and deletes its properties after the file.
 */
const captureKey = Symbol.for("numipay.captureRawBodies");

type RequestChannel = Channel & { [captureKey]?: Capture };

interface Capture {
  /** The subscriber, of the copy of this package that was used last: those before it may belong to a test file that has ended. */
  subscriber: ((message: unknown) => void) | undefined;
  maxBytes: number;
  /** The ends of the webhooks' URLs; undefined if a webhook can have any URL. */
  pathEnds: PathEnd[] | undefined;
  /** The names of signature headers, lower-case. More than one only if the webhooks' contracts differ. */
  signatureHeaders: readonly string[];
  readonly bodies: RawBodies;
}

/** Options of `captureRawBodies`. */
export interface CaptureRawBodiesOptions {
  /** The largest body in bytes. Defaults to `65536`. */
  maxBodyBytes?: number | undefined;
  /** The webhook's path without the host's prefix: only URLs that end with it are captured. Defaults to every URL. */
  path?: string | undefined;
  /** The name of the signature header. Defaults to `"x-signature"`. */
  signatureHeader?: string | undefined;
}

/**
 * Starts capturing the raw bodies of deliveries. Call it when a webhook is created, before the server listens. With several
 * webhooks, the bodies for all of them are captured.
 */
export function captureRawBodies({
  maxBodyBytes = defaultMaxBodyBytes,
  path,
  signatureHeader = documentedContract.headers.signature,
}: CaptureRawBodiesOptions = {}): void {
  const requests: RequestChannel = channel(channelName);
  const capture = (requests[captureKey] ??= createCapture());
  capture.maxBytes = Math.max(capture.maxBytes, maxBodyBytes);
  capture.bodies.maxTotalBytes = toMaxTotalBytes(capture.maxBytes);
  const pathEnd = path === undefined ? undefined : toPathEnd(path);
  if (pathEnd === undefined) capture.pathEnds = undefined;
  else capture.pathEnds?.push(pathEnd);
  const headers = new Set([...capture.signatureHeaders, signatureHeader.toLowerCase()]);
  capture.signatureHeaders = [...headers];
  if (current === capture.subscriber && current !== undefined) return;
  if (capture.subscriber !== undefined) unsubscribe(channelName, capture.subscriber);
  current ??= (message) => captureDelivery(message, capture);
  capture.subscriber = current;
  subscribe(channelName, current);
}

/** The subscriber of this copy of the package. */
let current: Capture["subscriber"];

function captureDelivery(message: unknown, capture: Capture): void {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  if (mayBeDelivery(request, capture)) {
    captureRawBody(request, response, capture.maxBytes, capture.bodies);
    removeJsonCharset(request.headers);
  }
}

function createCapture(): Capture {
  const bodies: RawBodies = { maxTotalBytes: 0, totalBytes: 0, sizes: new Map() };
  return { subscriber: undefined, maxBytes: 0, pathEnds: [], signatureHeaders: [], bodies };
}

/** Requests that a webhook would reject by their headers are not captured. */
function mayBeDelivery({ method, headers, url = "" }: IncomingMessage, capture: Capture): boolean {
  return (
    method === "POST" &&
    hasSignature(headers, capture.signatureHeaders) &&
    !isEncoded(headers["content-encoding"]) &&
    !isAnnouncedTooLarge(headers["content-length"], capture.maxBytes) &&
    (capture.pathEnds === undefined || endsWithOne(url, capture.pathEnds))
  );
}

// Loops instead of `some`, which would allocate a closure per request.

function endsWithOne(url: string, pathEnds: readonly PathEnd[]): boolean {
  for (const pathEnd of pathEnds) {
    if (endsWithPath(url, pathEnd)) return true;
  }
  return false;
}

function hasSignature(headers: IncomingMessage["headers"], names: readonly string[]): boolean {
  for (const name of names) {
    // The type allows an array, but Node returns one only for set-cookie.
    if (isSignature(headers[name] as string | undefined)) return true;
  }
  return false;
}
