import type { Delivery } from "./delivery.js";

/**
 * Creates a delivery from a request that Express's body parsers rejected, with the body from their error. Undefined if the error is
 * not from a body parser. The raw bytes take precedence if they were captured or are still unread.
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
      const rawBody = await delivery.body(maxBytes);
      if (rawBody.form !== "lost") return rawBody;
      if (type === "entity.too.large") return { form: "too-large" };
      return typeof body === "string" ? { form: "parsed", value: body } : rawBody;
    },
  };
}

/** The error types documented by body-parser, such as `entity.parse.failed`. */
function isParserErrorType(type: unknown): boolean {
  return typeof type === "string" && /^(entity|encoding|charset|request|stream)\./.test(type);
}

/** For a compressed body that zlib rejects, body-parser sets no type, only zlib's code. */
function isInflateErrorCode(code: unknown): boolean {
  return typeof code === "string" && /^(Z_|ERR__ERROR_|ERR_BROTLI_|ERR_ZSTD_|ZSTD_)/.test(code);
}
