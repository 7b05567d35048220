// @ts-check
import { signHop } from "./sign-hop.js";

/**
 * Hands a verified event to one service, and returns once the service said 2xx. Everything else throws: the relay then
 * answers the gateway with a 500, and the gateway sends the event again.
 */
export async function forwardEvent(
  event: object,
  context: { type: string; idempotencyKey: string; contradicts: string | undefined },
  { url, relaySecret, timeoutMs }: { url: string; relaySecret: string; timeoutMs: number },
) {
  const { type, contradicts = null } = context;
  const idempotencyKey = toHeaderText(context.idempotencyKey);
  const sentAt = new Date().toISOString();
  const body = JSON.stringify({ type, contradicts, event });
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
      "relay-sent-at": sentAt,
      "relay-signature": await signHop({ sentAt, idempotencyKey, body }, relaySecret),
    },
    body,
    // A redirect is not followed: the signed event would go wherever the service says. A 3xx is no 2xx, so it throws below.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error) => {
    throw new Error(`${url} took no ${type}: ${reasonOf(error)}`, { cause: error });
  });
  // Nobody reads it; left open it would hold the connection.
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url} answered ${type} with ${answer.status}`);
}

/** A header holds plain ASCII only, and the key holds what ids the gateway likes. Other keys stay other texts. */
function toHeaderText(key) {
  return key.replace(/[^\x21-\x7e]/g, (unit) => {
    return `%u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** "fetch failed" says nothing; its cause does. */
function reasonOf(error) {
  const { name, message, cause } = error;
  return name === "TimeoutError" ? "no answer in time" : (cause?.code ?? cause?.message ?? message);
}
