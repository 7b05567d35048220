import type { Transaction } from "../protocol/contract.generated.js";
import { isInvalidOptionError } from "../protocol/errors.js";
import { isSignature, type SignatureMatch } from "../protocol/signature.js";
import type { Delivery, DeliveryBody } from "./delivery.js";
import type { EventOrigin } from "./emitter.js";
import type { WebhookSettings } from "./options.js";
import { type EventSource, parseEvent } from "./parse-event.js";
import { refusalByHeaders } from "./read-body.js";
import { type Refusal, toRefusal } from "./to-report.js";
import { verifyDelivery } from "./verify-delivery.js";

/** A verified delivery with a readable event. */
export interface Admitted {
  event: Transaction;
  source: EventSource;
  origin: EventOrigin;
}

/** A verified delivery that is not an event according to the contract. */
export interface Unread {
  problem: string;
  /** The signed text. */
  text: string;
  origin: EventOrigin;
}

/** The result of verifying and parsing a delivery. */
export type Admission = Admitted | Unread | Refusal;

/** Verifies and parses a delivery. Cheap checks come first, and nothing is parsed before it is verified. */
export function admit<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  delivery: Delivery<Request>,
): Promise<Admission> | Refusal {
  // Plain functions instead of one async function, which would allocate a kilobyte per delivery.
  const refusal = refusalByHeaders(delivery, settings.maxBodyBytes);
  if (refusal !== undefined) return toRefusal(refusal);

  const { signature: name } = settings.contract.headers;
  const signature = delivery.header(name);
  if (!isSignature(signature)) {
    return refuse(
      `the request has no ${name} header of 40 upper-case hex digits; set contract.headers.signature if the header has a different name`,
    );
  }
  return delivery
    .body(settings.maxBodyBytes)
    .then((body) => admitBody(settings, delivery, signature, body));
}

function admitBody<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  { request }: Delivery<Request>,
  signature: string,
  body: DeliveryBody,
): Promise<Admission> | Admission {
  if (body.form === "too-large") return toRefusal("too-large");
  if (body.form === "lost") return refuse(body.reason ?? "the body was incomplete or already read");

  const { passwords } = settings;
  if (typeof passwords !== "function") {
    const match = verifyDelivery(body, signature, passwords, settings);
    return admitVerified(settings, request, match);
  }
  return passwords(request).then(
    (found) => admitVerified(settings, request, verifyDelivery(body, signature, found, settings)),
    // The sender is not authenticated yet, so a failing lookup must not become a 5xx.
    (error: unknown) => ({ ...refuse(toLookupProblem(error)), error }),
  );
}

function toLookupProblem(error: unknown): string {
  return isInvalidOptionError(error)
    ? `misconfigured: ${error.message}`
    : "signaturePassword threw";
}

function admitVerified<Request, Tx>(
  { contract }: WebhookSettings<Request, Tx>,
  request: Request,
  match: SignatureMatch | "too-large" | undefined,
): Admission {
  if (match === "too-large") return toRefusal("too-large");
  if (match === undefined)
    return refuse("the signature does not match the body with any of the passwords");
  const { matched, passwordIndex, text } = match;

  const parsed = parseEvent(text, contract);
  if ("problem" in parsed && parsed.isTooDeep) return toMalformed(parsed.problem, match);
  // Field by field, because a spread is slower.
  const origin: EventOrigin = { source: "webhook", matched, passwordIndex, request };
  if ("problem" in parsed) return { problem: parsed.problem, text, origin };
  return { event: parsed.event, source: parsed.source, origin };
}

/** Rejects a verified delivery as malformed. */
export function toMalformed(
  problem: string,
  { matched, passwordIndex }: Pick<EventOrigin, "matched" | "passwordIndex">,
): Refusal {
  return { ...toRefusal("malformed", problem), matched, passwordIndex };
}

/** Every invalid signature gets the same response; only the observer receives the reason. */
function refuse(reason: string): Refusal {
  return toRefusal("bad-signature", reason);
}
