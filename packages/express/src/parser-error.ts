import type { Delivery } from "@numipay/core";

/**
 * A delivery that a body parser refused before the webhook saw it, with what the parser knew; undefined when the error is
 * none of a body parser's. The bytes, where they were kept, tell more than the error and come first.
 */
export function withParserError<Request>(
  delivery: Delivery<Request>,
  error: unknown,
): Delivery<Request> | undefined {
  const { type, body } = (error ?? {}) as { type?: unknown; body?: unknown };
  if (typeof type !== "string" || !/^(entity|encoding|charset|request|stream)\./.test(type)) {
    return undefined;
  }
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
