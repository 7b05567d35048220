import type { Delivery } from "./delivery.js";

/**
 * A delivery that Express' body parsers refused before the webhook saw it, with what they knew of it; undefined when the
 * error is none of theirs. The bytes, where they were kept or are still unread, tell more than the error and come first.
 */
export function withParserError<Request>(
  delivery: Delivery<Request>,
  error: unknown,
): Delivery<Request> | undefined {
  const { type, code, body } = (error ?? {}) as Partial<Record<"type" | "code" | "body", unknown>>;
  if (!isParserErrorType(type) && !isInflateErrorCode(code)) return undefined;
  return {
    ...delivery,
    async body(maxBytes) {
      const kept = await delivery.body(maxBytes);
      if (kept.form !== "lost") return kept;
      if (type === "entity.too.large") return { form: "too-large" };
      return typeof body === "string" ? { form: "parsed", value: body } : kept;
    },
  };
}

/** The types that body-parser documents, such as `entity.parse.failed`. */
function isParserErrorType(type: unknown): boolean {
  return typeof type === "string" && /^(entity|encoding|charset|request|stream)\./.test(type);
}

/** It gives no type where zlib refused a compressed body, only zlib's code. */
function isInflateErrorCode(code: unknown): boolean {
  return typeof code === "string" && /^(Z_|ERR__ERROR_|ERR_BROTLI_|ERR_ZSTD_|ZSTD_)/.test(code);
}
