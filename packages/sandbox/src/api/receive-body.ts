import type { Context, MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv } from "./gateway-context.js";

/**
 * Receives the whole body before any route runs, whatever its transfer coding, and keeps it as `c.get("body")`. The
 * limit counts received bytes: a chunked body has no declared length.
 *
 * @throws ApiProblem 413 above `longestBytes`, 400 for a body that ends early.
 */
export function receiveBody(longestBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    // The router runs each middleware twice for a path that spells a pattern, such as /*.
    if ((c.get("body") as Uint8Array | undefined) !== undefined) return next();
    const tooLarge = new ApiProblem(413, `The body must be at most ${longestBytes} bytes`);
    // Refused before the upload. A false length does no harm: the bytes are counted too.
    if (Number(c.req.header("content-length")) > longestBytes) throw tooLarge;
    const body = await readAtMost(c, longestBytes);
    if (body === undefined) throw tooLarge;
    c.set("body", body);
    await next();
  };
}

/** The media type of the body in lower case, without parameters. Empty if there is none. */
export function mediaTypeOf(c: Context<AppEnv>): string {
  const [type = ""] = (c.req.header("content-type") ?? "").split(";", 1);
  return type.trim().toLowerCase();
}

/** Undefined if there are more bytes. */
async function readAtMost(
  c: Context<AppEnv>,
  longestBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  // One growing buffer: a list of one-byte chunks would take a hundred times their size.
  let bytes = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ApiProblem(400, "The body ended early. Send it again");
    });
    if (done) break;
    if (length + value.length > longestBytes) {
      // Not awaited: the sender may never finish. The server drains what is still on its way.
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
