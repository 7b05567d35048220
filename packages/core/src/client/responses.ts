import type { Operation } from "../protocol/contract/contract.js";
import type {
  ApprovePayoutResponse,
  RedirectResponse,
  ServerToServerResponse,
  Transaction,
  TransactionStatusResponse,
} from "../protocol/contract/wire-types.js";
import { toPrintable } from "../protocol/printable.js";
import type { Answer } from "./call.js";
import { UnexpectedResponseError } from "./errors.js";

// Each reader lets through the fields that only the real gateway knows, and refuses what a caller could not use.

/** `{ url }`, an absolute http(s) address: a customer is sent there. */
export function readRedirectResponse(operation: Operation, answer: Answer): RedirectResponse {
  const body = toObject(operation, answer);
  if (!isPageUrl(body["url"])) {
    throw unexpected(operation, answer, "has no url to send the customer to", "url");
  }
  return body as unknown as RedirectResponse;
}

/** `{ transaction_status, url?, error? }`. */
export function readServerToServerResponse(
  operation: Operation,
  answer: Answer,
): ServerToServerResponse {
  const body = toObject(operation, answer);
  requireText(operation, answer, body, "transaction_status");
  const { url } = body;
  if (url !== undefined && url !== null && url !== "" && !isPageUrl(url)) {
    throw unexpected(operation, answer, "has a url that is no page to send the customer to");
  }
  return body as unknown as ServerToServerResponse;
}

/** `{ message, transaction_status }`. */
export function readApproveResponse(operation: Operation, answer: Answer): ApprovePayoutResponse {
  const body = toObject(operation, answer);
  requireText(operation, answer, body, "transaction_status");
  return body as unknown as ApprovePayoutResponse;
}

/** `{}`; an empty body will do. */
export function readRejectResponse(operation: Operation, answer: Answer): object {
  return answer.body === undefined ? {} : toObject(operation, answer);
}

/** `{ transaction_status, rejected_reason? }`. */
export function readStatusResponse(
  operation: Operation,
  answer: Answer,
): TransactionStatusResponse {
  const body = toObject(operation, answer);
  requireText(operation, answer, body, "transaction_status");
  return body as unknown as TransactionStatusResponse;
}

/** An array of objects. An item that is none is passed on: it must not keep the others from the caller. */
export function readListResponse(operation: Operation, answer: Answer): Transaction[] {
  const { body } = answer;
  if (!Array.isArray(body)) throw unexpected(operation, answer, "is no array of transactions");
  return body as Transaction[];
}

/** Any response: the library does not know what the operation brings. */
export function readAnyResponse(operation: Operation, answer: Answer): unknown {
  for (const [field, { isRequired }] of operation.response.fields) {
    const body = isRequired ? toObject(operation, answer) : {};
    if (isRequired && (body[field] === undefined || body[field] === null)) {
      throw unexpected(operation, answer, `has no ${field}`, field);
    }
  }
  return answer.body;
}

function toObject(operation: Operation, answer: Answer): Record<string, unknown> {
  const { body } = answer;
  if (!isObject(body) || Array.isArray(body)) {
    throw unexpected(operation, answer, "is no object");
  }
  return body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function requireText(
  operation: Operation,
  answer: Answer,
  body: Record<string, unknown>,
  field: string,
): void {
  if (typeof body[field] !== "string") {
    throw unexpected(operation, answer, `has no ${field}`, field);
  }
}

function isPageUrl(value: unknown): boolean {
  return (
    typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  );
}

function unexpected(
  operation: Operation,
  answer: Answer,
  problem: string,
  field?: string,
): UnexpectedResponseError {
  const body = answer.show();
  return new UnexpectedResponseError(
    { operation: operation.id, status: answer.status, body },
    `its body ${problem}${hint(operation, body, field)}`,
  );
}

const mostNames = 8;

/** Which parts of the contract may be another here: the names of a body are assumed for most operations. */
function hint({ id }: Operation, body: unknown, field: string | undefined): string {
  const option = `contract.operations.${id}.response`;
  if (typeof body !== "object" || body === null) return "";
  const names = Object.keys(body).slice(0, mostNames);
  if (Array.isArray(body) || names.length === 0) return "";
  const has = ` (it has ${toPrintable(names.join(", "), 200)})`;
  const rename =
    field === undefined ? "" : `, or ${option}.fields.${field}.name if its name is another`;
  return `${has}; set ${option}.at if it is further inside${rename}`;
}
