import { connectionHint, toPrintable } from "@numipay/core/protocol";
import { slowBody, type Slowness } from "./slow-body.js";
import { startStopwatch } from "../clock/stopwatch.js";
import type { AttemptRecord } from "../storage/attempts.js";
import { readResponseBody } from "./read-response-body.js";

/** The result of one POST: a response, or the reason why there is none. */
export type PostResult = Pick<
  AttemptRecord,
  "requestHeaders" | "responseStatus" | "responseHeaders" | "responseBody" | "durationMs" | "error"
>;

/** A signed webhook, ready to send. */
export interface Webhook {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
  /** Undefined sends the body at once. */
  readonly slow?: Slowness | undefined;
}

/** How webhooks are sent. `timeoutMs` is in real milliseconds. */
export interface PostSetting {
  readonly deliver: typeof fetch;
  /** The name of the signature header. */
  readonly signatureHeader: string;
  readonly timeoutMs: number;
  readonly closed: AbortSignal;
}

/** Sends a webhook. Never throws: every behavior of the receiver is a result. */
export async function postWebhook(webhook: Webhook, setting: PostSetting): Promise<PostResult> {
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error(`No response within ${setting.timeoutMs} ms`)),
    setting.timeoutMs,
  );
  const signal = AbortSignal.any([timeout.signal, setting.closed]);
  const requestHeaders = {
    "content-type": "application/json",
    [setting.signatureHeader]: webhook.signature,
  };
  const elapsedMs = startStopwatch();
  try {
    const response = await Promise.race([
      setting.deliver(webhook.url, {
        method: "POST",
        headers: requestHeaders,
        ...(webhook.slow === undefined
          ? { body: webhook.body }
          : { body: slowBody(webhook.body, webhook.slow), duplex: "half" as const }),
        // Following a redirect would send a signed payload to any host that the receiver names.
        redirect: "manual",
        signal,
      }),
      // A custom `deliver` may ignore its signal, but the schedule must continue.
      whenAborted(signal),
    ]);
    const durationMs = elapsedMs();
    return {
      requestHeaders,
      responseStatus: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      // The gateway ignores the body, but it helps to find the cause of a failure.
      responseBody: await readResponseBody(response),
      durationMs,
      error: null,
    };
  } catch (error) {
    return {
      requestHeaders,
      responseStatus: null,
      responseHeaders: null,
      responseBody: null,
      durationMs: elapsedMs(),
      error: describe(error, webhook.url),
    };
  } finally {
    clearTimeout(timer);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** Node's fetch only says "fetch failed". The reason is in the cause, and the next step in its code. */
function describe(error: unknown, address: string): string {
  if (!(error instanceof Error)) return toPrintable(error, 500);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = "code" in cause ? String(cause.code) : undefined;
  const detail = cause.message === "" && code !== undefined ? code : cause.message;
  const hint = toHint(code, address);
  return `${error.message}: ${detail}${hint === undefined ? "" : `. ${hint}`}`;
}

function toHint(code: string | undefined, address: string): string | undefined {
  if (/^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code ?? "")) {
    return "Start the sandbox with webhookCa (--webhook-ca), the certificate of the authority that signed it.";
  }
  return URL.canParse(address) ? connectionHint({ code, url: new URL(address) }) : undefined;
}
