import { redirectingOperations } from "../protocol/contract/redirecting-operations.js";
import { writeRequest } from "../protocol/contract/request.js";
import { isTooDeep, maxJsonDepth } from "../protocol/json-shape.js";
import { type Answer, type Call, UnansweredError } from "./call.js";
import {
  ConnectionError,
  GatewayFaultError,
  RedirectRefusedError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedResponseError,
} from "./errors.js";
import { maxBytes, type ReadResponse, toUrl } from "./exchange.js";
import { toFailure } from "./failure.js";
import { createRedactor, type Redact } from "../protocol/redact.js";
import { readResponse } from "./read-response.js";
import { retryAfterMs } from "./retry.js";
import { toCustomerUrl } from "./redirect.js";
import type { Settings } from "./settings.js";
import { supportReport } from "./support-report.js";

/** One attempt: how to end the call with it, and whether it may be followed by another. */
export interface Attempt {
  settle: () => Answer;
  /** `safe-only`: a call that changes nothing may be repeated. `always`: nothing was sent. */
  retry: "never" | "safe-only" | "always";
  retryAfterMs?: number | undefined;
}

/**
 * What an answer makes of an attempt.
 *
 * @param attempts how many there were, this one included
 */
export function readAnswer(
  settings: Settings,
  call: Call,
  response: ReadResponse,
  attempts: number,
): Attempt {
  const operation = call.operation.id;
  const { movesMoney } = call.operation;
  const { status, headers, text, location } = response;
  const redact = toRedactor(settings, call);
  if (location !== undefined) return readRedirect(settings, call, { status, location, redact });
  if (text === undefined) {
    const problem = tooLarge(maxBytes(settings, call), operation);
    const error = new UnexpectedResponseError({ operation, status, body: undefined }, problem);
    return { retry: "never", settle: fail(error) };
  }
  const parsed = fromJson(text);
  if (status >= 200 && status < 300 && parsed !== undefined) {
    // For errors alone, and it takes a while: a list has megabytes.
    const body = readResponse(call.operation, text, parsed);
    return { retry: "never", settle: () => ({ status, body, show: () => redact(parsed) }) };
  }
  if (status >= 200 && status < 300 && text === "") {
    return { retry: "never", settle: () => ({ status, body: undefined, show: () => "" }) };
  }
  const body = redact(parsed === undefined ? text : parsed);
  const waitMs = retryAfterMs(redact(headers.get("retry-after") ?? ""));
  if (status >= 500) {
    const { pathname: path } = toUrl(settings, writeRequest(call.operation, call.fields));
    const report = supportReport({ call, path, attempts, status, body, headers, redact });
    const error = new GatewayFaultError({ operation, status, body, report });
    return { retry: "safe-only", retryAfterMs: waitMs, settle: fail(error) };
  }
  if (status >= 400) {
    const error = new RequestRejectedError({
      operation,
      movesMoney,
      status,
      body,
      retryAfterMs: waitMs,
    });
    return {
      retry: status === 429 ? "safe-only" : "never",
      retryAfterMs: waitMs,
      settle: fail(error),
    };
  }
  if (status < 200) {
    const error = new UnexpectedResponseError({ operation, status, body }, "that is no success");
    return { retry: "never", settle: fail(error) };
  }
  const problem = isTooDeep(text)
    ? `its body nests deeper than ${maxJsonDepth} levels`
    : "its body is no JSON";
  const error = new UnexpectedResponseError({ operation, status, body }, problem);
  return { retry: "never", settle: fail(error) };
}

/** What the lack of an answer makes of an attempt. */
export function readFailure(
  settings: Settings,
  call: Call,
  error: unknown,
  signal: AbortSignal,
): Attempt {
  const operation = call.operation.id;
  const isSafe = !call.operation.movesMoney;
  if (call.signal?.aborted) {
    if (isSafe) return { retry: "never", settle: fail(call.signal.reason) };
    return {
      retry: "never",
      settle: fail(new UnansweredError("given up by the caller's signal", true)),
    };
  }
  if (signal.aborted) {
    const late = isSafe
      ? new TimeoutError(operation, call.timeoutMs)
      : new UnansweredError(`no answer within ${call.timeoutMs} ms`);
    return { retry: "never", settle: fail(late) };
  }
  const failure = toFailure(error);
  // A fetch of the caller's may put anything into a code.
  const reason = toRedactor(settings, call)(failure.reason);
  const settle = fail(
    isSafe || failure.neverSent
      ? new ConnectionError(operation, reason, !isSafe)
      : new UnansweredError(
          failure.permanent
            ? `the certificate was refused: ${reason}`
            : `the connection broke: ${reason}`,
        ),
  );
  if (failure.permanent) return { retry: "never", settle };
  return { retry: failure.neverSent ? "always" : "safe-only", settle };
}

/** A longer body is no error's: it is shown up to here. */
const longestShown = 65_536;

function toRedactor({ apiKey }: Settings, { secrets = [] }: Call): Redact {
  return createRedactor([apiKey, ...secrets], { maxLength: longestShown });
}

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

/** A redirect is no response, unless the contract says that the customer is sent where it leads. It is never followed. */
function readRedirect(
  settings: Settings,
  { operation, fields }: Call,
  { status, location, redact }: { status: number; location: string; redact: Redact },
): Attempt {
  const requestUrl = toUrl(settings, writeRequest(operation, fields));
  const url = operation.response.isRedirect ? toCustomerUrl(location, requestUrl) : undefined;
  if (url !== undefined) {
    return {
      retry: "never",
      settle: () => ({ status, body: { url }, show: () => redact({ url }) }),
    };
  }
  const target = redact(toOrigin(location, settings.baseUrl));
  const error = new RedirectRefusedError(
    operation.id,
    status,
    target,
    redirectingOperations.includes(operation.id),
  );
  return { retry: "never", settle: fail(error) };
}

/** The origin alone: a path or a query may hold what the answer should not have repeated. */
function toOrigin(location: string, base: URL): string {
  return URL.canParse(location, base.href) ? new URL(location, base).origin : "an unnamed address";
}

function tooLarge(max: number, operation: string): string {
  const what = `its body exceeds maxResponseBytes (${max}) and was not read`;
  return operation === "listTransactions"
    ? `${what}. Ask for fewer days, or raise maxResponseBytes`
    : `${what}. Raise maxResponseBytes if you expect a larger one`;
}

/** Undefined for a text that is no JSON, and for one so deep that to write it again takes more than the stack. */
function fromJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
