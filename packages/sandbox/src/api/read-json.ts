import type { Context } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv } from "./gateway-context.js";
import { mediaTypeOf } from "./receive-body.js";

/** The members of a JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses the body as a JSON object.
 *
 * @throws ApiProblem 415 for another content type, 400 for invalid JSON.
 */
export function readJson(c: Context<AppEnv>): JsonObject {
  // Strict, because a real gateway may be: curl and fetch label a string body as another type by default.
  if (mediaTypeOf(c) !== "application/json") {
    throw new ApiProblem(
      415,
      "Send the body as JSON, with the header content-type: application/json.",
    );
  }
  const body = parse(decode(c.get("body")));
  if (!isJsonObject(body)) throw new ApiProblem(400, "The body must be a JSON object.");
  return body;
}

/** True for an object that is not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lenient decoding would replace invalid bytes, and the webhook would name another order. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ApiProblem(400, "The body must be UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(400, "The body is not valid JSON.");
  }
}
