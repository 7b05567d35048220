import { redirectingOperations } from "../protocol/contract/redirecting-operations.js";
import { writeRequest } from "../protocol/contract/request.js";
import { connectionHint } from "../protocol/connection-hint.js";
import { isTooDeep, maxJsonDepth } from "../protocol/json-shape.js";
import { type Call, NoResponseError, NotSentError, type SuccessResponse } from "./call.js";
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
import { toPrerenderError } from "./prerender-error.js";
import { readResponse } from "./read-response.js";
import { toCustomerUrl } from "./redirect.js";
import { readRequestId } from "./request-id.js";
import { retryAfterMs } from "./retry.js";
import type { Settings } from "./settings.js";
import { supportReport } from "./support-report.js";

/** The result of one attempt, and whether the call may be retried after it. */
export interface Attempt {
  /** Ends the call with this attempt: returns its response, or throws its error. */
  finish: () => SuccessResponse;
  /** `safe-only`: retry only a call that changes nothing. `always`: nothing was sent, so any call may be retried. */
  retry: "never" | "safe-only" | "always";
  retryAfterMs?: number | undefined;
  /** As in `AttemptEnd`. */
  errorType?: string | undefined;
}

/**
 * Turns a response into the result of its attempt.
 *
 * @param attempts the number of attempts so far, including this one
 */
export function classifyResponse(
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
    return unexpected(error);
  }
  const parsed = fromJson(text);
  if (status >= 200 && status < 300 && parsed !== undefined) {
    // `show` is lazy: redacting a list of several megabytes is slow, and only errors need it.
    const body = readResponse(call.operation, text, parsed);
    return { retry: "never", finish: () => ({ status, body, show: () => redact(parsed) }) };
  }
  if (status >= 200 && status < 300 && text === "") {
    return { retry: "never", finish: () => ({ status, body: undefined, show: () => "" }) };
  }
  const body = redact(parsed === undefined ? text : parsed);
  const waitMs = retryAfterMs(redact(headers.get("retry-after") ?? ""));
  const requestId = readRequestId(headers, redact);
  const errorType = String(status);
  if (status >= 500) {
    const { pathname: path } = toUrl(settings, writeRequest(call.operation, call.fields));
    const report = supportReport({ call, path, attempts, status, body, headers, redact });
    const error = new GatewayFaultError({ operation, status, body, requestId, report });
    return { retry: "safe-only", retryAfterMs: waitMs, finish: fail(error), errorType };
  }
  if (status >= 400) {
    const error = new RequestRejectedError({
      operation,
      movesMoney,
      status,
      body,
      requestId,
      retryAfterMs: waitMs,
    });
    return {
      retry: status === 429 ? "safe-only" : "never",
      retryAfterMs: waitMs,
      finish: fail(error),
      errorType,
    };
  }
  if (status < 200) {
    const error = new UnexpectedResponseError(
      { operation, status, body },
      "only a 2xx is a success",
    );
    return unexpected(error);
  }
  const problem = isTooDeep(text)
    ? `its body nests deeper than ${maxJsonDepth} levels`
    : "its body is not JSON";
  return unexpected(new UnexpectedResponseError({ operation, status, body }, problem));
}

function unexpected(error: UnexpectedResponseError): Attempt {
  return failedAs(error.code, error);
}

/** Turns a failed exchange into the result of its attempt. */
export function classifyFailure(
  settings: Settings,
  call: Call,
  error: unknown,
  signal: AbortSignal,
): Attempt {
  const operation = call.operation.id;
  if (error instanceof NotSentError) return failedAs("timeout", error.reason);
  const isSafe = !call.operation.movesMoney;
  if (call.signal?.aborted) {
    if (isSafe) return failedAs("aborted", call.signal.reason);
    return failedAs("aborted", new NoResponseError("aborted by the caller's signal", true));
  }
  const url = settings.connection().baseUrl;
  if (signal.aborted) {
    const late = isSafe
      ? new TimeoutError(operation, call.timeoutMs, connectionHint({ url }))
      : new NoResponseError(`no response within ${call.timeoutMs} ms`);
    return failedAs("timeout", late);
  }
  // It must reach Next.js unchanged, or `next build` fails instead of rendering the route on demand.
  const prerenderError = toPrerenderError(error);
  if (prerenderError !== undefined) return failedAs("aborted", prerenderError);
  const failure = toFailure(error);
  // A custom fetch can put anything into an error code.
  const reason = toRedactor(settings, call)(failure.reason);
  const hint = connectionHint({ url, code: reason, proxyStatus: failure.proxyStatus });
  const lost = failedAs(
    reason,
    isSafe || failure.neverSent
      ? new ConnectionError(operation, reason, !isSafe, hint)
      : new NoResponseError(
          failure.permanent
            ? `the certificate was rejected: ${reason}${hint === undefined ? "" : `. ${hint.slice(0, -1)}`}`
            : `the connection broke: ${reason}`,
        ),
  );
  if (failure.permanent) return lost;
  return { ...lost, retry: failure.neverSent ? "always" : "safe-only" };
}

function failedAs(errorType: string, error: unknown): Attempt {
  return { retry: "never", finish: fail(error), errorType };
}

/** The most characters of a response body that an error includes. */
const longestShown = 65_536;

/** Redacts what the network returned for a call. */
export function toRedactor({ connection }: Settings, { secrets = [] }: Call): Redact {
  return createRedactor([connection().apiKey, ...secrets], { maxLength: longestShown });
}

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

/** A redirect is an error, unless the contract defines it as the customer's page. It is never followed. */
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
      finish: () => ({ status, body: { url }, show: () => redact({ url }) }),
    };
  }
  const target = redact(toOrigin(location, settings.connection().baseUrl));
  const error = new RedirectRefusedError(
    operation.id,
    status,
    target,
    redirectingOperations.includes(operation.id),
  );
  return failedAs(error.code, error);
}

/** The origin only: the path or query may repeat data from the request. */
function toOrigin(location: string, base: URL): string {
  return URL.canParse(location, base.href) ? new URL(location, base).origin : "an unknown address";
}

function tooLarge(max: number, operation: string): string {
  const what = `its body exceeds maxResponseBytes (${max}) and was not read`;
  return operation === "listTransactions"
    ? `${what}. Request fewer days, or increase maxResponseBytes`
    : `${what}. Increase maxResponseBytes if you expect a larger body`;
}

/** Undefined for text that is not JSON, and for JSON so deep that serializing it again would overflow the stack. */
function fromJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
