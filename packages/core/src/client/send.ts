import { operations } from "../protocol/contract.generated.js";
import {
  ConnectionError,
  GatewayFaultError,
  RedirectRefusedError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedAnswerError,
} from "./errors.js";
import { toFailure } from "./failure.js";
import { createRedactor } from "./redact.js";
import { retryAfterMs, retryDelayMs } from "./retry.js";
import type { OperationId, Settings } from "./settings.js";
import { supportReport } from "./support-report.js";
import { untilAborted, wait } from "./until-aborted.js";

/** One call, its arguments checked. */
export interface Call {
  operation: OperationId;
  /** Fills `{id}` in the path. */
  id?: string;
  /** The merchant's id of the transaction, where the call names it. */
  tracking_id?: string | undefined;
  query?: Record<string, string>;
  body?: object;
  /** Values of the body that no error may show. */
  secrets?: readonly string[] | undefined;
  /** The caller's, to give up early. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call. */
  timeoutMs: number;
}

/** What the gateway said yes with. */
export interface Answer {
  status: number;
  body: unknown;
  /** The body without the secrets of the request, for errors. */
  shownBody: unknown;
}

/** The request left, or may have left, and what became of it is not known. Only `post-once` catches it. */
export class UnansweredError extends Error {
  readonly aborted: boolean;

  constructor(reason: string, aborted = false) {
    super(reason);
    this.name = "UnansweredError";
    this.aborted = aborted;
  }
}

/**
 * Sends one call. What changes nothing, and what failed before its first byte left, is tried again; a POST that may have
 * arrived never is.
 *
 * @throws UnansweredError when a POST may have arrived and no answer came
 */
export async function send(settings: Settings, call: Call): Promise<Answer> {
  const deadline = AbortSignal.timeout(call.timeoutMs);
  const endsAt = performance.now() + call.timeoutMs;
  const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  const isSafe = operations[call.operation].method === "GET";

  for (let attempt = 0; ; attempt += 1) {
    call.signal?.throwIfAborted();
    const outcome = await attemptOnce(settings, call, signal);
    const isLast = attempt >= settings.retries;
    const mayRepeat =
      !isLast && outcome.retry !== "never" && (isSafe || outcome.retry === "always");
    const delayMs = retryDelayMs(settings.retryDelayMs, attempt, outcome.retryAfterMs);
    if (!mayRepeat || signal.aborted || performance.now() + delayMs >= endsAt)
      return outcome.settle();
    await wait(delayMs, signal);
    if (deadline.aborted) return outcome.settle();
  }
}

/** One attempt: how to end the call with it, and whether it may be followed by another. */
interface Attempt {
  settle: () => Answer;
  /** `safe-only`: a call that changes nothing may be repeated. `always`: nothing was sent. */
  retry: "never" | "safe-only" | "always";
  retryAfterMs?: number | undefined;
}

async function attemptOnce(settings: Settings, call: Call, signal: AbortSignal): Promise<Attempt> {
  try {
    return readAnswer(settings, call, await untilAborted(exchange(settings, call, signal), signal));
  } catch (error) {
    return readFailure(call, error, signal);
  }
}

/** Loaded at the first call, so that importing an adapter stays cheap. */
const loadFetch = async (fetch: typeof globalThis.fetch) => {
  const { createFetch } = await import("ofetch");
  return createFetch({
    fetch,
    Headers: globalThis.Headers,
    AbortController: globalThis.AbortController,
  });
};

async function exchange(
  settings: Settings,
  call: Call,
  signal: AbortSignal,
): Promise<Response & { _data?: string }> {
  const $fetch = await loadFetch(settings.fetch ?? globalThis.fetch);
  const { method } = operations[call.operation];
  return $fetch.raw<string, "text">(toUrl(settings, call).href, {
    method,
    headers: {
      "X-Api-Key": settings.apiKey,
      accept: "application/json",
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    signal,
    redirect: "manual",
    retry: false,
    responseType: "text",
    ignoreResponseError: true,
  });
}

function toUrl(settings: Settings, call: Call): URL {
  const path = settings.endpoints[call.operation].replace(
    "{id}",
    encodeURIComponent(call.id ?? ""),
  );
  const url = new URL(settings.baseUrl);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return url;
}

function readAnswer(
  settings: Settings,
  call: Call,
  response: Response & { _data?: string },
): Attempt {
  const { operation } = call;
  const { status, headers } = response;
  const redact = createRedactor([settings.apiKey, ...(call.secrets ?? [])]);
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    const target = redact(redirectTarget(headers, settings.baseUrl));
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
  if (parsed === undefined && text !== "") {
    const error = new UnexpectedAnswerError({ operation, status, body }, "its body is no JSON");
    return { retry: "never", settle: fail(error) };
  }
  return { retry: "never", settle: () => ({ status, body: parsed, shownBody: body }) };
}

function readFailure(call: Call, error: unknown, signal: AbortSignal): Attempt {
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
      : new UnansweredError(`the connection broke: ${failure.reason}`),
  );
  if (failure.permanent) return { retry: "never", settle };
  return { retry: failure.neverSent ? "always" : "safe-only", settle };
}

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

/** The origin alone: a path or a query may hold what the answer should not have repeated. */
function redirectTarget(headers: Headers, base: URL): string {
  const location = headers.get("location") ?? "";
  return URL.canParse(location, base.href) ? new URL(location, base).origin : "an unnamed address";
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
