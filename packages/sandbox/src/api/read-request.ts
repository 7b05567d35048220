import type { operations } from "@numipay/core/protocol";
import type { Context } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv } from "./gateway-context.js";
import { mediaTypeOf } from "./receive-body.js";
import { validateFields, type Fields } from "./validate-fields.js";

/** Method, path, envelope and fields of one operation, as the contract has them. */
export type Operation = (typeof operations)[keyof typeof operations];

/**
 * Reads the body of an operation, out of its `{"request": …}` envelope if it has one. The type is what
 * `validateFields` has established. Throws an ApiProblem that says what to mend.
 */
export function readRequest<T>(c: Context<AppEnv>, operation: Operation): T {
  const body = readJson(c);
  const fields = operation.envelope === null ? body : body[operation.envelope];
  if (!isFields(fields)) {
    throw new ApiProblem(
      400,
      'The fields belong into an envelope: {"request": {"tracking_id": …}}',
      "request",
    );
  }
  validateFields(fields, operation);
  return fields as T;
}

function readJson(c: Context<AppEnv>): Fields {
  // Lenient here, the sandbox would let through what a stricter gateway refuses: curl and fetch call a text another type.
  if (mediaTypeOf(c) !== "application/json") {
    throw new ApiProblem(
      415,
      "Send the body as JSON, with the header content-type: application/json",
    );
  }
  const body = parse(decode(c.get("body")));
  if (!isFields(body)) throw new ApiProblem(400, "The body is not a JSON object");
  return body;
}

/** Lenient decoding would store a replacement character, and the webhook would name another order. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ApiProblem(400, "The body is not UTF-8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(400, "The body is not JSON");
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
