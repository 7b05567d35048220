import type { Operation } from "../protocol/contract/contract.js";
import type {
  ApprovePayoutResponse,
  RedirectResponse,
  ServerToServerResponse,
  Transaction,
  TransactionStatusResponse,
} from "../protocol/contract/wire-types.js";
import { toPrintable } from "../protocol/printable.js";
import type { SuccessResponse } from "./call.js";
import { UnexpectedResponseError } from "./errors.js";

// Each reader passes unknown fields through, and throws UnexpectedResponseError for a body that the caller could not use.

/** `{ url }`: an absolute http(s) URL that the customer is sent to. */
export function readRedirectResponse(
  operation: Operation,
  response: SuccessResponse,
): RedirectResponse {
  const body = toObject(operation, response);
  if (!isPageUrl(body["url"])) {
    throw unexpected(operation, response, "has no url for the customer", "url");
  }
  return body as unknown as RedirectResponse;
}

/** `{ transaction_status, url?, error? }`. */
export function readServerToServerResponse(
  operation: Operation,
  response: SuccessResponse,
): ServerToServerResponse {
  const body = toObject(operation, response);
  requireText(operation, response, body, "transaction_status");
  const { url } = body;
  if (url !== undefined && url !== null && url !== "" && !isPageUrl(url)) {
    throw unexpected(operation, response, "has a url that is not an http(s) page");
  }
  return body as unknown as ServerToServerResponse;
}

/** `{ message, transaction_status }`. */
export function readApproveResponse(
  operation: Operation,
  response: SuccessResponse,
): ApprovePayoutResponse {
  const body = toObject(operation, response);
  requireText(operation, response, body, "transaction_status");
  return body as unknown as ApprovePayoutResponse;
}

/** `{}`, or an empty body. */
export function readRejectResponse(operation: Operation, response: SuccessResponse): object {
  return response.body === undefined ? {} : toObject(operation, response);
}

/** `{ transaction_status, rejected_reason? }`. */
export function readStatusResponse(
  operation: Operation,
  response: SuccessResponse,
): TransactionStatusResponse {
  const body = toObject(operation, response);
  requireText(operation, response, body, "transaction_status");
  return body as unknown as TransactionStatusResponse;
}

/** An array of transactions. Invalid items are passed through, so that one does not block the others. */
export function readListResponse(operation: Operation, response: SuccessResponse): Transaction[] {
  const { body } = response;
  if (!Array.isArray(body))
    throw unexpected(operation, response, "is not an array of transactions");
  return body as Transaction[];
}

/** Any body that has the fields that the contract requires. */
export function readAnyResponse(operation: Operation, response: SuccessResponse): unknown {
  for (const [field, { isRequired }] of operation.response.fields) {
    const body = isRequired ? toObject(operation, response) : {};
    if (isRequired && (body[field] === undefined || body[field] === null)) {
      throw unexpected(operation, response, `has no ${field}`, field);
    }
  }
  return response.body;
}

function toObject(operation: Operation, response: SuccessResponse): Record<string, unknown> {
  const { body } = response;
  if (!isObject(body) || Array.isArray(body)) {
    throw unexpected(operation, response, "is not an object");
  }
  return body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function requireText(
  operation: Operation,
  response: SuccessResponse,
  body: Record<string, unknown>,
  field: string,
): void {
  if (typeof body[field] !== "string") {
    throw unexpected(operation, response, `has no ${field}`, field);
  }
}

function isPageUrl(value: unknown): boolean {
  return (
    typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  );
}

function unexpected(
  operation: Operation,
  response: SuccessResponse,
  problem: string,
  field?: string,
): UnexpectedResponseError {
  const body = response.show();
  return new UnexpectedResponseError(
    { operation: operation.id, status: response.status, body },
    `its body ${problem}${hint(operation, body, field)}`,
  );
}

const mostNames = 8;

/** Which contract option to set: the field names of most responses are only assumed. */
function hint({ id }: Operation, body: unknown, field: string | undefined): string {
  const option = `contract.operations.${id}.response`;
  if (typeof body !== "object" || body === null) return "";
  const names = Object.keys(body).slice(0, mostNames);
  if (Array.isArray(body) || names.length === 0) return "";
  const has = ` (the fields are ${toPrintable(names.join(", "), 200)})`;
  const rename =
    field === undefined ? "" : `, or ${option}.fields.${field}.name if it has a different name`;
  return `${has}. Set ${option}.at if it is nested deeper${rename}`;
}
