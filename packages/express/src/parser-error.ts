import type { Delivery } from "@numipay/core";

/**
 * A delivery that a body parser refused before the webhook saw it, with what the parser knew; undefined when the error is
 * none of a body parser's. The bytes, where they were kept, tell more than the error and come first.
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
      if (type === "entity.too.large") return { form: "too-large" };
      const kept = await delivery.body(maxBytes);
      return kept.form === "bytes" || typeof body !== "string"
        ? kept
        : { form: "parsed", value: body };
    },
  };
}

/** The types that Express' body-parser documents, such as `entity.parse.failed`. */
function isParserErrorType(type: unknown): boolean {
  return typeof type === "string" && /^(entity|encoding|charset|request|stream)\./.test(type);
}

/** It gives no type where zlib refused a compressed body, only zlib's code. */
function isInflateErrorCode(code: unknown): boolean {
  return typeof code === "string" && /^(Z_|ERR__ERROR_|ERR_BROTLI_|ERR_ZSTD_|ZSTD_)/.test(code);
}
