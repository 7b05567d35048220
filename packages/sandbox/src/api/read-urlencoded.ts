import type { Context } from "hono";
import type { AppEnv } from "./gateway-context.js";
import { mediaTypeOf } from "./receive-body.js";

/** The fields of a posted form: texts alone. */
export type Form = ReadonlyMap<string, string>;

/** Reads a form in the coding of an HTML form. A body of any other type is a form without fields. */
export function readUrlencoded(c: Context<AppEnv>): Form {
  if (mediaTypeOf(c) !== "application/x-www-form-urlencoded") return new Map();
  return new Map(new URLSearchParams(new TextDecoder().decode(c.get("body"))));
}
