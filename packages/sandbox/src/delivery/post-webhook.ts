/** What came of one POST: an answer with its status, or why there was none. */
export type PostResult =
  | { readonly responseStatus: number; readonly error: null }
  | { readonly responseStatus: null; readonly error: string };

/** One signed webhook, ready to send. */
export interface Webhook {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
}

/** How webhooks are sent: by which fetch, for how long (real milliseconds), and until the sandbox closes. */
export interface PostSetting {
  readonly deliver: typeof fetch;
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
  try {
    const response = await Promise.race([
      setting.deliver(webhook.url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-signature": webhook.signature },
        body: webhook.body,
        // A redirect would carry a signed payload to whoever it names, so it is an answer like any other.
        redirect: "manual",
        signal,
      }),
      // A `deliver` of the user's own may ignore its signal; the schedule must go on all the same.
      whenAborted(signal),
    ]);
    // The text of the answer means nothing to the gateway, and left unread it would hold the connection.
    await response.body?.cancel().catch(() => undefined);
    return { responseStatus: response.status, error: null };
  } catch (error) {
    return { responseStatus: null, error: describe(error) };
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
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const detail = cause.message === "" && "code" in cause ? String(cause.code) : cause.message;
  return `${error.message}: ${detail}`;
}
