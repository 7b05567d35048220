import type { Transaction } from "../protocol/contract.generated.js";
import { isInvalidArgumentError, isInvalidOptionError } from "../protocol/errors.js";
import { isSignature, type SignatureMatch } from "../protocol/signature.js";
import { isTraced, trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { Delivery, DeliveryBody } from "./delivery.js";
import type { VerifyMessage } from "./delivery-messages.js";
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

/**
 * Verifies and parses a delivery, and publishes that. Cheap checks come first, and nothing is parsed before it is verified. Never
 * throws: a mock or an unknown framework may lack what a request of its kind has, and the sender is not authenticated.
 */
export function admit<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  delivery: Delivery<Request>,
): Promise<Admission> | Refusal {
  if (!isTraced("numipay.webhook.verify")) return admitQuietly(settings, delivery);
  return trace("numipay.webhook.verify", toVerifyMessage, async (message) => {
    const admitted = await admitQuietly(settings, delivery);
    if (message !== undefined) {
      const { outcome, matched } = toVerified(admitted);
      message.outcome = outcome;
      message.matched = matched;
    }
    return admitted;
  });
}

/** Does the same without publishing it. */
function admitQuietly<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  delivery: Delivery<Request>,
): Promise<Admission> | Refusal {
  try {
    return admitDelivery(settings, delivery);
  } catch (error) {
    return refuseRequest(error);
  }
}

function toVerifyMessage(): Writable<VerifyMessage> {
  return { outcome: undefined, matched: undefined };
}

function toVerified(admitted: Admission): Pick<VerifyMessage, "outcome" | "matched"> {
  if ("outcome" in admitted) return admitted;
  const { matched } = admitted.origin;
  return { outcome: "problem" in admitted ? "unreadable" : undefined, matched };
}

function refuseRequest(error: unknown): Refusal {
  const problem = isInvalidArgumentError(error)
    ? `misconfigured: ${error.message}`
    : "the request could not be read; pass one of node:http or of the framework, or set its rawBody";
  return { ...refuse(problem), error };
}

function admitDelivery<Request, Tx>(
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
    .then((body) => admitBody(settings, delivery, signature, body), refuseRequest);
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
    return admitVerified(settings, request, body, match);
  }
  return passwords(request).then(
    (found) =>
      admitVerified(settings, request, body, verifyDelivery(body, signature, found, settings)),
    // The sender is not authenticated yet, so a failing lookup must not become a 5xx.
    (error: unknown) => ({ ...refuse(toLookupProblem(error)), error }),
  );
}

/** The passwords may be right: a parsed value no longer shows how its text was written. */
function toMismatch(form: DeliveryBody["form"], strict: boolean): string {
  if (form === "bytes") return "the signature does not match the body with any of the passwords";
  const problem = strict
    ? "strict accepts nothing else"
    : "the signature does not match what a body parser left with any of the passwords";
  return `the raw bytes of the body were not available, and ${problem}; mount the webhook before the parser, disable the parser for its path, or keep the bytes as rawBody of the request`;
}

function toLookupProblem(error: unknown): string {
  return isInvalidOptionError(error)
    ? `misconfigured: ${error.message}`
    : "signaturePassword threw";
}

function admitVerified<Request, Tx>(
  { contract, strict }: WebhookSettings<Request, Tx>,
  request: Request,
  { form }: DeliveryBody,
  match: SignatureMatch | "too-large" | undefined,
): Admission {
  if (match === "too-large") return toRefusal("too-large");
  if (match === undefined) return refuse(toMismatch(form, strict));
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
