import type {
  ApprovePayoutAnswer,
  RedirectAnswer,
  RejectPayoutAnswer,
  ServerToServerAnswer,
  Transaction,
  TransactionStatusAnswer,
} from "../protocol/contract.generated.js";
import { UnexpectedAnswerError } from "./errors.js";
import type { Answer } from "./call.js";
import type { OperationId } from "./settings.js";

// Each reader lets through the fields that only the real gateway knows, and refuses what a caller could not use.

/** `{ url }`, an absolute http(s) address: a customer is sent there. */
export function readRedirectAnswer(operation: OperationId, answer: Answer): RedirectAnswer {
  const body = toObject(operation, answer);
  if (!isPageUrl(body["url"]))
    throw unexpected(operation, answer, "has no url to send the customer to");
  return body as unknown as RedirectAnswer;
}

/** `{ transaction_status, url?, error? }`. */
export function readServerToServerAnswer(answer: Answer): ServerToServerAnswer {
  const body = toObject("serverToServer", answer);
  requireText("serverToServer", answer, body, "transaction_status");
  const { url } = body;
  if (url !== undefined && url !== null && url !== "" && !isPageUrl(url)) {
    throw unexpected("serverToServer", answer, "has a url that is no page to send the customer to");
  }
  return body as unknown as ServerToServerAnswer;
}

/** `{ message, transaction_status }`. */
export function readApproveAnswer(answer: Answer): ApprovePayoutAnswer {
  const body = toObject("approvePayout", answer);
  requireText("approvePayout", answer, body, "transaction_status");
  return body as unknown as ApprovePayoutAnswer;
}

/** `{}`; an empty body will do. */
export function readRejectAnswer(answer: Answer): RejectPayoutAnswer {
  return answer.body === undefined ? {} : toObject("rejectPayout", answer);
}

/** `{ transaction_status, rejected_reason? }`. */
export function readStatusAnswer(answer: Answer): TransactionStatusAnswer {
  const body = toObject("transactionStatus", answer);
  requireText("transactionStatus", answer, body, "transaction_status");
  return body as unknown as TransactionStatusAnswer;
}

/** An array of objects. */
export function readListAnswer(answer: Answer): Transaction[] {
  const { body } = answer;
  if (!Array.isArray(body) || !body.every((item) => typeof item === "object" && item !== null)) {
    throw unexpected("listTransactions", answer, "is no array of transactions");
  }
  return body as Transaction[];
}

function toObject(operation: OperationId, answer: Answer): Record<string, unknown> {
  const { body } = answer;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw unexpected(operation, answer, "is no object");
  }
  return body as Record<string, unknown>;
}

function requireText(
  operation: OperationId,
  answer: Answer,
  body: Record<string, unknown>,
  field: string,
): void {
  if (typeof body[field] !== "string") throw unexpected(operation, answer, `has no ${field}`);
}

function isPageUrl(value: unknown): boolean {
  return (
    typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  );
}

function unexpected(
  operation: OperationId,
  answer: Answer,
  problem: string,
): UnexpectedAnswerError {
  return new UnexpectedAnswerError(
    { operation, status: answer.status, body: answer.show() },
    `its body ${problem}`,
  );
}
