import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { defaultMaxBodyBytes } from "../protocol/body-size.js";
import { isSignature } from "../protocol/signature.js";
import { type KeptBodies, toMaxTotalBytes } from "./kept-bodies-limit.js";
import { keepBody } from "./kept-body.js";
import { isAnnouncedTooLarge, isEncoded } from "./read-body.js";
import { endsWithPath, type PathEnd, toPathEnd } from "./webhook-path.js";

// A body parser mounted before the webhook takes the bytes and leaves a value that may not spell the same text: escapes,
// a byte order mark and broken UTF-8 are gone. So the bytes of what may be a delivery are kept aside as they pass from the
// socket into the request. Where there is no such channel (another runtime, HTTP/2, a request made by hand) nothing is
// kept, and the canonical form of the parsed value must do.

/** Set once in a process however often the package is loaded. */
const subscribed = Symbol.for("numipay.keepBodies");

interface Keeper {
  maxBytes: number;
  /** What the URLs of the webhooks end with; undefined where one of them may have any. */
  pathEnds: PathEnd[] | undefined;
  readonly bodies: KeptBodies;
}

/**
 * From now on keeps the bodies of deliveries, up to `maxBytes` each. Called when a webhook is created, before the server
 * listens.
 *
 * @param path the webhook's path below whatever prefix the host has, where it is known: only these URLs are kept then
 */
export function keepBodies(maxBytes = defaultMaxBodyBytes, path?: string): void {
  const shared = globalThis as { [subscribed]?: Keeper };
  const known = shared[subscribed];
  const keeper = known ?? createKeeper();
  keeper.maxBytes = Math.max(keeper.maxBytes, maxBytes);
  keeper.bodies.maxTotalBytes = toMaxTotalBytes(keeper.maxBytes);
  const pathEnd = path === undefined ? undefined : toPathEnd(path);
  if (pathEnd === undefined) keeper.pathEnds = undefined;
  else keeper.pathEnds?.push(pathEnd);
  if (known !== undefined) return;
  shared[subscribed] = keeper;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (mayBeDelivery(request, keeper)) {
      keepBody(request, response, keeper.maxBytes, keeper.bodies);
    }
  });
}

function createKeeper(): Keeper {
  const bodies: KeptBodies = { maxTotalBytes: 0, totalBytes: 0, sizes: new Map() };
  return { maxBytes: 0, pathEnds: [], bodies };
}

/** What a webhook would refuse unread is not kept. */
function mayBeDelivery({ method, headers, url = "" }: IncomingMessage, keeper: Keeper): boolean {
  return (
    method === "POST" &&
    // The types allow a list, which Node makes of set-cookie alone.
    isSignature(headers["x-signature"] as string | undefined) &&
    !isEncoded(headers["content-encoding"]) &&
    !isAnnouncedTooLarge(headers["content-length"], keeper.maxBytes) &&
    (keeper.pathEnds?.some((pathEnd) => endsWithPath(url, pathEnd)) ?? true)
  );
}
