import type { Transaction } from "../protocol/contract.generated.js";
import { isSignature } from "../protocol/signature.js";
import type { Delivery } from "./delivery.js";
import type { EventOrigin } from "./emitter.js";
import type { WebhookSettings } from "./options.js";
import { type EventSource, parseEvent } from "./parse-event.js";
import { refusalByHeaders } from "./read-body.js";
import { type Refusal, toRefusal } from "./to-report.js";
import { verifyDelivery } from "./verify-delivery.js";

/** A delivery that is the gateway's, and what it says. */
export interface Admitted {
  event: Transaction;
  source: EventSource;
  origin: EventOrigin;
}

/** The pipeline up to the inbox: the cheap refusals first, and nothing is parsed before it is verified. */
export async function admit<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  delivery: Delivery<Request>,
): Promise<Admitted | Refusal> {
  const refusal = refusalByHeaders(delivery, settings.maxBodyBytes);
  if (refusal !== undefined) return toRefusal(refusal);

  const signature = delivery.header("x-signature");
  if (!isSignature(signature)) return refuse("no x-signature of 40 upper-case hex digits");

  const body = await delivery.body(settings.maxBodyBytes);
  if (body.form === "too-large") return toRefusal("too-large");
  if (body.form === "lost") return refuse(body.reason ?? "the body was cut, or read elsewhere");

  let { passwords } = settings;
  if (typeof passwords === "function") {
    const found = await findPasswords(passwords, delivery.request);
    if ("error" in found) return { ...refuse("signaturePassword threw"), error: found.error };
    passwords = found.list;
  }
  const match = verifyDelivery(body, signature, passwords, settings);
  if (match === "too-large") return toRefusal("too-large");
  if (match === undefined) return refuse("the signature matches under none of the passwords");
  const { matched, passwordIndex } = match;

  const parsed = parseEvent(match.text);
  if ("problem" in parsed) {
    return { ...toRefusal("malformed", parsed.problem), matched, passwordIndex };
  }
  const { request } = delivery;
  // Field by field: a spread takes longer.
  const origin: EventOrigin = { source: "webhook", matched, passwordIndex, request };
  return { event: parsed.event, source: parsed.source, origin };
}

/** All kinds of bad signature are answered alike; only the observer learns which. */
function refuse(reason: string): Refusal {
  return toRefusal("bad-signature", reason);
}

/** The sender is not authenticated yet, so a failing lookup must not become a 5xx. */
async function findPasswords<Request>(
  ask: (request: Request) => Promise<readonly string[]>,
  request: Request,
): Promise<{ list: readonly string[] } | { error: unknown }> {
  try {
    return { list: await ask(request) };
  } catch (error) {
    return { error };
  }
}
