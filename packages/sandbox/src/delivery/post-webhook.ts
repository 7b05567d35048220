import { toPrintable } from "@numipay/core/protocol";
import { slowBody, type Slowness } from "./slow-body.js";
import { startStopwatch } from "../clock/stopwatch.js";
import type { AttemptRecord } from "../storage/attempts.js";
import { readAnswer } from "./read-answer.js";

/** What came of one POST: an answer, or why there was none. */
export type PostResult = Pick<
  AttemptRecord,
  "requestHeaders" | "responseStatus" | "responseHeaders" | "responseBody" | "durationMs" | "error"
>;

/** One signed webhook, ready to send. */
export interface Webhook {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
  /** Undefined: the body goes out at once. */
  readonly slow?: Slowness | undefined;
}

/** How webhooks are sent: by which fetch, for how long (real milliseconds), and until the sandbox closes. */
export interface PostSetting {
  readonly deliver: typeof fetch;
  /** The name of the header that has the signature. */
  readonly signatureHeader: string;
  readonly timeoutMs: number;
  readonly closed: AbortSignal;
}

/** Posts a webhook and never throws: whatever the receiver does is a result. */
export async function postWebhook(webhook: Webhook, setting: PostSetting): Promise<PostResult> {
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error(`No answer within ${setting.timeoutMs} ms`)),
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
        // A redirect would carry a signed payload to whoever it names, so it is an answer like any other.
        redirect: "manual",
        signal,
      }),
      // A `deliver` of the user's own may ignore its signal; the schedule must go on all the same.
      whenAborted(signal),
    ]);
    const durationMs = elapsedMs();
    return {
      requestHeaders,
      responseStatus: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      // It means nothing to the gateway; a person who looks for a fault wants it.
      responseBody: await readAnswer(response),
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
      error: describe(error),
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

/** Node's fetch says only "fetch failed"; what a person needs to know is in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return toPrintable(error, 500);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const detail = cause.message === "" && "code" in cause ? String(cause.code) : cause.message;
  return `${error.message}: ${detail}`;
}
