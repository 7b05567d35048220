import type { Transaction } from "../protocol/contract.generated.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { type EventPattern, eventType } from "../protocol/event.js";
import { isSignature } from "../protocol/signature.js";
import { type Applied, applyChange } from "./apply-change.js";
import type { Delivery } from "./delivery.js";
import { createEmitter, type EventHandler, type EventOrigin } from "./emitter.js";
import { enqueue } from "./event-queue.js";
import type { Inbox } from "./inbox.js";
import { observeSafely, type OutcomeReport } from "./observer.js";
import { toWebhookSettings, type WebhookOptions, type WebhookSettings } from "./options.js";
import { type Answer, type Outcome, toAnswer } from "./outcome.js";
import { type ParsedEvent, parseEvent, toChange } from "./parse-event.js";
import { refusalByHeaders } from "./read-body.js";
import { verifyDelivery } from "./verify-delivery.js";

/** Where handlers are added: the part of every adapter's webhook that is the same. */
export interface EventRegistry<Tx = undefined> {
  /** What remembers the changes applied: for the reconciler, and to ask whether its store can be reached. */
  readonly inbox: Inbox<Tx>;
  /**
   * Adds a handler for the events of a pattern, such as `"deposit.successful"`, `"*.rejected"` or `"*"`.
   *
   * @throws InvalidOptionError for a pattern that can never match, or where the webhook only fills a queue
   */
  on<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Takes a handler out again. */
  off<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Applies a change that was learned elsewhere, such as from the gateway's list. Never throws. */
  apply(event: Transaction, origin: EventOrigin): Promise<OutcomeReport>;
}

const noHandlers =
  "takes every delivery, so this webhook would never call a handler. Add it to the worker, or give this webhook the `inbox` through which a worker applies the events.";

/** Takes deliveries in, and tells handlers of each change once. */
export interface Receiver<Request = unknown, Tx = undefined> extends EventRegistry<Tx> {
  /** Takes one delivery in, whole pipeline, and says how to answer it. Never throws. */
  receive(delivery: Delivery<Request>): Promise<Answer>;
  /**
   * Verifies a delivery and does nothing with it: no handler, no record. The observer hears of refusals alone. Never
   * throws.
   */
  verify(delivery: Delivery<Request>): Promise<Verified>;
  /** Gives an adapter's own handler the `on`, `off`, `apply` and `inbox` of this receiver. */
  extend<Target extends object>(target: Target): Target & EventRegistry<Tx>;
}

/** What `verify` says of a delivery: the event that the gateway signed, or the answer that refuses it. */
export type Verified =
  | { event: Transaction; answer: undefined }
  | { event: undefined; answer: Answer };

/**
 * A receiver, for adapters.
 *
 * @throws InvalidOptionError naming the option
 */
export function createReceiver<Request = unknown, Tx = undefined>(
  options: WebhookOptions<Request, Tx> = {},
): Receiver<Request, Tx> {
  const settings = toWebhookSettings(options);
  const emitter = createEmitter<Tx>();

  const apply = (parsed: ParsedEvent, origin: EventOrigin): Promise<Applied> =>
    applyChange(settings, emitter, parsed, origin);

  const tell = (report: OutcomeReport, startedAt: number): void => {
    report.durationMs = performance.now() - startedAt;
    observeSafely(settings.onOutcome, report);
  };

  const registry: EventRegistry<Tx> = {
    inbox: settings.inbox,
    on(pattern, handler) {
      if (settings.onlyQueues) throw new InvalidOptionError("queue", noHandlers);
      emitter.on(pattern, handler);
      return this;
    },
    off(pattern, handler) {
      emitter.off(pattern, handler);
      return this;
    },
    async apply(event, origin) {
      const startedAt = performance.now();
      const applied = await apply({ event, change: toChange(event) }, origin);
      const report = toReport(event, origin, applied);
      tell(report, startedAt);
      return report;
    },
  };

  const extend = <Target extends object>(target: Target): Target & EventRegistry<Tx> =>
    Object.assign(target, registry);

  const settle = (
    delivery: Delivery<Request>,
    report: OutcomeReport,
    startedAt: number,
  ): Answer => {
    const answer = toAnswer(report.outcome);
    report.status = answer.status;
    tell(report, startedAt);
    if (delivery.onOutcome !== undefined) observeSafely(delivery.onOutcome, report);
    return answer;
  };

  return extend({
    extend,
    async receive(delivery: Delivery<Request>) {
      const startedAt = performance.now();
      const admitted = await admit(settings, delivery);
      if ("outcome" in admitted) return settle(delivery, admitted, startedAt);
      const { parsed, origin } = admitted;
      const { queue } = settings;
      const applied = await (queue === undefined
        ? apply(parsed, origin)
        : enqueue(queue, parsed.change));
      return settle(delivery, toReport(parsed.event, origin, applied), startedAt);
    },
    async verify(delivery: Delivery<Request>): Promise<Verified> {
      const startedAt = performance.now();
      const admitted = await admit(settings, delivery);
      return "outcome" in admitted
        ? { event: undefined, answer: settle(delivery, admitted, startedAt) }
        : { event: admitted.parsed.event, answer: undefined };
    },
  });
}

/** A delivery that is the gateway's, and what it says. */
interface Admitted {
  parsed: ParsedEvent;
  origin: EventOrigin;
}

/** The pipeline up to the inbox: the cheap refusals first, and nothing is parsed before it is verified. */
async function admit<Request, Tx>(
  settings: WebhookSettings<Request, Tx>,
  delivery: Delivery<Request>,
): Promise<Admitted | OutcomeReport> {
  const refusal = refusalByHeaders(delivery, settings.maxBodyBytes);
  if (refusal !== undefined) return toRefusal(refusal);

  const signature = delivery.header("x-signature");
  if (!isSignature(signature)) return refuse("no x-signature of 40 upper-case hex digits");

  const body = await delivery.body(settings.maxBodyBytes);
  if (body.form === "too-large") return toRefusal("too-large");
  if (body.form === "lost")
    return refuse("the body was cut, or read by somebody else who kept nothing");

  let { passwords } = settings;
  if (typeof passwords === "function") {
    const found = await findPasswords(passwords, delivery.request);
    if ("error" in found) return { ...refuse("signaturePassword threw"), error: found.error };
    passwords = found.list;
  }
  const match = verifyDelivery(body, signature, passwords, settings.strict);
  if (match === undefined) return refuse("the signature matches under none of the passwords");
  const { matched, passwordIndex } = match;

  const parsed = parseEvent(match.text);
  if ("problem" in parsed) {
    return { ...toRefusal("malformed", parsed.problem), matched, passwordIndex };
  }
  const { request } = delivery;
  return { parsed, origin: { source: "webhook", matched, passwordIndex, request } };
}

/** All kinds of bad signature are answered alike; only the observer learns which. */
function refuse(reason: string): OutcomeReport {
  return toRefusal("bad-signature", reason);
}

/** A password that cannot be found makes no 5xx: whoever sent the delivery is not known yet. */
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

// Written out field by field: every report has the same shape, and spreading three objects into one takes longer than
// the hash. Status and duration are filled in when they are known.

function toReport(event: Transaction, origin: EventOrigin, applied: Applied): OutcomeReport {
  return {
    outcome: applied.outcome,
    status: undefined,
    durationMs: 0,
    reason: applied.reason,
    eventType: eventType(event),
    transaction_id: event.transaction_id,
    tracking_id: event.tracking_id,
    matched: origin.matched,
    passwordIndex: origin.passwordIndex,
    handlers: applied.handlers,
    contradicts: applied.contradicts,
    gatewayStatus: applied.gatewayStatus,
    error: applied.error,
  };
}

/** The report of a delivery of which nothing is known but why it is refused. */
function toRefusal(outcome: Outcome, reason?: string): OutcomeReport {
  return {
    outcome,
    status: undefined,
    durationMs: 0,
    reason,
    eventType: undefined,
    transaction_id: undefined,
    tracking_id: undefined,
    matched: undefined,
    passwordIndex: undefined,
    handlers: undefined,
    contradicts: undefined,
    gatewayStatus: undefined,
    error: undefined,
  };
}
