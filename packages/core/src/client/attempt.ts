import { operations } from "../protocol/contract.generated.js";
import { type Answer, type Call, UnansweredError } from "./call.js";
import {
  ConnectionError,
  GatewayFaultError,
  RedirectRefusedError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedAnswerError,
} from "./errors.js";
import { type ReadResponse, toUrl } from "./exchange.js";
import { toFailure } from "./failure.js";
import { createRedactor } from "./redact.js";
import { retryAfterMs } from "./retry.js";
import type { Settings } from "./settings.js";
import { supportReport } from "./support-report.js";

/** One attempt: how to end the call with it, and whether it may be followed by another. */
export interface Attempt {
  settle: () => Answer;
  /** `safe-only`: a call that changes nothing may be repeated. `always`: nothing was sent. */
  retry: "never" | "safe-only" | "always";
  retryAfterMs?: number | undefined;
}

/** What an answer makes of an attempt. */
export function readAnswer(settings: Settings, call: Call, response: ReadResponse): Attempt {
  const { operation } = call;
  const { status, headers } = response;
  const redact = createRedactor([settings.apiKey, ...(call.secrets ?? [])]);
  if (isRedirect(response)) {
    const target = redact(redirectTarget(response, settings.baseUrl));
    return { retry: "never", settle: fail(new RedirectRefusedError(operation, status, target)) };
  }
  const text = response._data ?? "";
  const parsed = fromJson(text);
  const body = redact(parsed === undefined ? text : parsed);
  const waitMs = retryAfterMs(redact(headers.get("retry-after") ?? ""));
  if (status >= 500) {
    const path = toUrl(settings, call).pathname;
    const { tracking_id } = call;
    const report = supportReport({ operation, path, tracking_id, status, body, headers, redact });
    const error = new GatewayFaultError({ operation, status, body, report });
    return { retry: "safe-only", retryAfterMs: waitMs, settle: fail(error) };
  }
  if (status >= 400) {
    const error = new RequestRejectedError({ operation, status, body, retryAfterMs: waitMs });
    return {
      retry: status === 429 ? "safe-only" : "never",
      retryAfterMs: waitMs,
      settle: fail(error),
    };
  }
  if (status < 200) {
    const error = new UnexpectedAnswerError({ operation, status, body }, "that is no success");
    return { retry: "never", settle: fail(error) };
  }
  if (parsed === undefined && text !== "") {
    const error = new UnexpectedAnswerError({ operation, status, body }, "its body is no JSON");
    return { retry: "never", settle: fail(error) };
  }
  return { retry: "never", settle: () => ({ status, body: parsed, shownBody: body }) };
}

/** What the lack of an answer makes of an attempt. */
export function readFailure(call: Call, error: unknown, signal: AbortSignal): Attempt {
  const { operation } = call;
  const isSafe = operations[operation].method === "GET";
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
  const settle = fail(
    isSafe || failure.neverSent
      ? new ConnectionError(operation, failure.reason)
      : new UnansweredError(
          failure.permanent
            ? `the certificate was refused: ${failure.reason}`
            : `the connection broke: ${failure.reason}`,
        ),
  );
  if (failure.permanent) return { retry: "never", settle };
  return { retry: failure.neverSent ? "always" : "safe-only", settle };
}

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

/** A `fetch` of the caller's may have followed one all the same: what it brings is no answer to this call. */
function isRedirect({ type, status, redirected }: ReadResponse): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400) || redirected;
}

/** The origin alone: a path or a query may hold what the answer should not have repeated. */
function redirectTarget({ headers, redirected, url }: ReadResponse, base: URL): string {
  const location = redirected ? url : (headers.get("location") ?? "");
  return URL.canParse(location, base.href) ? new URL(location, base).origin : "an unnamed address";
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
