import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { documentedContract } from "../protocol/contract/contract.js";
import { defaultMaxBodyBytes } from "../protocol/body-size.js";
import { isSignature } from "../protocol/signature.js";
import { type RawBodies, toMaxTotalBytes } from "./raw-bodies-limit.js";
import { captureBody } from "./raw-body.js";
import { isAnnouncedTooLarge, isEncoded } from "./read-body.js";
import { endsWithPath, type PathEnd, toPathEnd } from "./webhook-path.js";

// A body parser mounted before the webhook takes the bytes and leaves a value that may not spell the same text: escapes,
// a byte order mark and broken UTF-8 are gone. So the bytes of what may be a delivery are kept aside as they pass from the
// socket into the request. Where there is no such channel (another runtime, HTTP/2, a request made by hand) nothing is
// kept, and the canonical form of the parsed value must do.

/** Set once in a process however often the package is loaded. */
const subscribed = Symbol.for("numipay.captureRawBodies");

interface Keeper {
  maxBytes: number;
  /** What the URLs of the webhooks end with; undefined where one of them may have any. */
  pathEnds: PathEnd[] | undefined;
  /** The headers that may hold a signature, lower-case: one unless the webhooks' contracts differ. */
  signatureHeaders: readonly string[];
  readonly bodies: RawBodies;
}

/** What is known of a webhook whose bodies are kept. */
export interface CaptureRawBodiesOptions {
  /** The largest body in bytes. Defaults to `65536`. */
  maxBodyBytes?: number | undefined;
  /** The path below whatever prefix the host has, where it is known: only these URLs are kept then. */
  path?: string | undefined;
  /** The header of the signature. Defaults to `"x-signature"`. */
  signatureHeader?: string | undefined;
}

/**
 * From now on keeps the bodies of deliveries. Called when a webhook is created, before the server listens. What several webhooks
 * need is kept for each of them.
 */
export function captureRawBodies({
  maxBodyBytes = defaultMaxBodyBytes,
  path,
  signatureHeader = documentedContract.headers.signature,
}: CaptureRawBodiesOptions = {}): void {
  const shared = globalThis as { [subscribed]?: Keeper };
  const known = shared[subscribed];
  const keeper = known ?? createKeeper();
  keeper.maxBytes = Math.max(keeper.maxBytes, maxBodyBytes);
  keeper.bodies.maxTotalBytes = toMaxTotalBytes(keeper.maxBytes);
  const pathEnd = path === undefined ? undefined : toPathEnd(path);
  if (pathEnd === undefined) keeper.pathEnds = undefined;
  else keeper.pathEnds?.push(pathEnd);
  const headers = new Set([...keeper.signatureHeaders, signatureHeader.toLowerCase()]);
  keeper.signatureHeaders = [...headers];
  if (known !== undefined) return;
  shared[subscribed] = keeper;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (mayBeDelivery(request, keeper)) {
      captureBody(request, response, keeper.maxBytes, keeper.bodies);
    }
  });
}

function createKeeper(): Keeper {
  const bodies: RawBodies = { maxTotalBytes: 0, totalBytes: 0, sizes: new Map() };
  return { maxBytes: 0, pathEnds: [], signatureHeaders: [], bodies };
}

/** What a webhook would refuse unread is not kept. */
function mayBeDelivery({ method, headers, url = "" }: IncomingMessage, keeper: Keeper): boolean {
  return (
    method === "POST" &&
    hasSignature(headers, keeper.signatureHeaders) &&
    !isEncoded(headers["content-encoding"]) &&
    !isAnnouncedTooLarge(headers["content-length"], keeper.maxBytes) &&
    (keeper.pathEnds?.some((pathEnd) => endsWithPath(url, pathEnd)) ?? true)
  );
}

/** Not by `some`: a closure for each request is felt. */
function hasSignature(headers: IncomingMessage["headers"], names: readonly string[]): boolean {
  for (const name of names) {
    // The types allow a list, which Node makes of set-cookie alone.
    if (isSignature(headers[name] as string | undefined)) return true;
  }
  return false;
}
