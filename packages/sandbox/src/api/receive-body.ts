import type { Context, MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv } from "./gateway-context.js";

/**
 * Receives the whole body before any route runs and stores it as `c.get("body")`. The limit counts received bytes,
 * because a chunked body has no declared length.
 *
 * @throws ApiProblem 413 for a body above `maxBytes`, 400 for one that ends early.
 */
export function receiveBody(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    // The router runs each middleware twice for a path that looks like a pattern, such as /*.
    if ((c.get("body") as Uint8Array | undefined) !== undefined) return next();
    const tooLarge = new ApiProblem(413, `The body must be at most ${maxBytes} bytes.`);
    // Rejects the body before the upload. A wrong content-length is harmless: the bytes are counted too.
    if (Number(c.req.header("content-length")) > maxBytes) throw tooLarge;
    const body = await readAtMost(c, maxBytes);
    if (body === undefined) throw tooLarge;
    c.set("body", body);
    await next();
  };
}

/** The media type of the body in lower case, without parameters. Returns "" if there is none. */
export function mediaTypeOf(c: Context<AppEnv>): string {
  const [type = ""] = (c.req.header("content-type") ?? "").split(";", 1);
  return type.trim().toLowerCase();
}

/** Returns undefined if the body is larger. */
async function readAtMost(
  c: Context<AppEnv>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  // One growing buffer: a list of one-byte chunks would take a hundred times the memory.
  let bytes = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ApiProblem(400, "The body ended early. Send the request again.");
    });
    if (done) break;
    if (length + value.length > maxBytes) {
      // Not awaited: the sender may never finish. The server drains the rest of the upload.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    if (length + value.length > bytes.length) {
      const grown = new Uint8Array(Math.max(length + value.length, bytes.length * 2));
      grown.set(bytes);
      bytes = grown;
    }
    bytes.set(value, length);
    length += value.length;
  }
  return bytes.subarray(0, length);
}
