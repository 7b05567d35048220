import type { ServerResponse } from "node:http";
import type { Delivery } from "@numipay/core";
import { answerNode } from "@numipay/core/node";
import type { Account } from "./account.js";
import type { WebhookRequest } from "./module-options.js";
import { pinStatus } from "./pin-status.js";
import { toDelivery } from "./to-delivery.js";

type ExpressRequest = WebhookRequest & { path: string };

type ErrorHandler = (
  error: unknown,
  request: ExpressRequest,
  response: ServerResponse,
  next: (error: unknown) => void,
) => Promise<void>;

/**
 * Nest's parsers refuse a body before any route runs. This takes what they refused on a webhook's path, as the webhook
 * would have: it stands behind the routes and before Nest's own answer to errors.
 */
export function createParserErrorHandler(
  findAccount: (path: string) => Account | undefined,
): ErrorHandler {
  // Express knows an error handler by its four parameters.
  return async (error, request, response, next) => {
    const account = findAccount(request.path);
    const delivery =
      account === undefined ? undefined : withParserError(toDelivery(request), error);
    if (account === undefined || delivery === undefined) return next(error);
    const { answer, error: thrown } = await account.receive(delivery);
    if (answer.status < 500 || thrown === undefined) return answerNode(response, answer);
    pinStatus(response, answer.status);
    next(thrown);
  };
}

/** The delivery with what the parser knew of it; undefined when the error is none of a body parser's. */
function withParserError<Request>(
  delivery: Delivery<Request>,
  error: unknown,
): Delivery<Request> | undefined {
  const { type, code, body } = (error ?? {}) as Partial<Record<"type" | "code" | "body", unknown>>;
  if (!isParserErrorType(type) && !isInflateErrorCode(code)) return undefined;
  return {
    ...delivery,
    async body(maxBytes) {
      // A parser that refuses a body reads it off all the same, and its bytes were kept: the webhook's own limit counts.
      const kept = await delivery.body(maxBytes);
      if (kept.form === "bytes" || kept.form === "too-large") return kept;
      if (type === "entity.too.large") return { form: "too-large" };
      return typeof body === "string" ? { form: "parsed", value: body } : kept;
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
