import type { Context } from "hono";
import type { AppEnv } from "./gateway-context.js";
import { mediaTypeOf } from "./receive-body.js";

/** The fields of a submitted form. */
export type Form = ReadonlyMap<string, string>;

/** Reads a URL-encoded form. Returns an empty form for any other content type. */
export function readUrlencoded(c: Context<AppEnv>): Form {
  if (mediaTypeOf(c) !== "application/x-www-form-urlencoded") return new Map();
  return new Map(new URLSearchParams(new TextDecoder().decode(c.get("body"))));
}
