import { signRequest } from "./sign-request.js";

/** The part of the webhook's event context that is forwarded. */
export interface ForwardedContext {
  type: string;
  idempotencyKey: string;
  contradicts: string | undefined;
}

export interface ForwardOptions {
  url: string;
  relaySecret: string;
  timeoutMs: number;
}

/**
 * Forwards a verified event to one service.
 *
 * @throws Error unless the service responds with a 2xx: the relay then returns a 500 and the gateway retries the delivery
 */
export async function forwardEvent(
  event: object,
  context: ForwardedContext,
  { url, relaySecret, timeoutMs }: ForwardOptions,
): Promise<void> {
  const { type, contradicts = null } = context;
  const idempotencyKey = encodeHeaderValue(context.idempotencyKey);
  const sentAt = new Date().toISOString();
  const body = JSON.stringify({ type, contradicts, event });
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
      "relay-sent-at": sentAt,
      "relay-signature": await signRequest({ sentAt, idempotencyKey, body }, relaySecret),
    },
    body,
    // Following a redirect would send the signed event to an address that is not configured.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new Error(`Failed to forward ${type} to ${url}: ${describeError(error)}`, {
      cause: error,
    });
  });
  // An unread body keeps the connection busy.
  await response.body?.cancel();
  if (!response.ok) {
    throw new Error(`Failed to forward ${type} to ${url}: the service returned ${response.status}`);
  }
}

/** Escapes everything but printable ASCII, so that different keys stay different. */
function encodeHeaderValue(key: string): string {
  return key.replace(/[^\x21-\x7e]/g, (unit) => {
    return `%u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** fetch only reports "fetch failed"; the reason is in its cause. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "the request timed out";
  if (!(error.cause instanceof Error)) return error.message;
  const { code, message } = error.cause as NodeJS.ErrnoException;
  return code ?? message;
}
