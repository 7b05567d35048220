import type { Transaction } from "../protocol/contract/wire-types.js";
import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { AccountResolver, ResolvedAccount, UnresolvedAccount } from "./account-resolver.js";
import { type Applied, applyChange } from "./apply-change.js";
import { applyWithIntent } from "./apply-with-intent.js";
import { type DeliveryMessage, type DeliverySource, toTracedReport } from "./delivery-messages.js";
import type { Emitter, EventOrigin } from "./emitter.js";
import { enqueue } from "./event-queue.js";
import type { OutcomeReport } from "./observer.js";
import type { WebhookSettings } from "./options.js";
import { type EventSource, type ParsedEvent, toChange, toOwnSource } from "./parse-event.js";
import { type DeliveryReport, toReport } from "./to-report.js";

/** A verified event. */
export interface ReceivedEvent extends ParsedEvent {
  origin: EventOrigin;
}

/** Applies events. Never throws. */
export interface EventApplier {
  /** Applies an event of a known account, or adds it to the queue. */
  accept(account: ResolvedAccount, received: ReceivedEvent, startedAt: number): Promise<Applied>;
  /** Does the same outside a delivery: also resolves the account and reports the outcome. */
  acceptReplayed(received: ReceivedEvent): Promise<DeliveryReport>;
  /** Applies an event that does not come from a delivery. Bypasses the queue. */
  applyFound(event: Transaction, origin: EventOrigin): Promise<DeliveryReport>;
}

/** The parts of a receiver that the applier uses. */
export interface EventApplierParts<Request, Tx> {
  settings: WebhookSettings<Request, Tx>;
  emitter: Emitter<Tx>;
  accounts: AccountResolver;
  observe: (report: OutcomeReport, startedAt: number) => void;
}

type ApplyTo = (account: ResolvedAccount, startedAt: number) => Promise<Applied> | Applied;

/** Creates the applier of one receiver. */
export function createEventApplier<Request, Tx>({
  settings,
  emitter,
  accounts,
  observe,
}: EventApplierParts<Request, Tx>): EventApplier {
  const { queue, contract, journal } = settings;

  function apply(
    { account, namespace }: ResolvedAccount,
    { event, origin, source }: ReceivedEvent,
    startedAt: number,
  ): Promise<Applied> {
    const handlers = emitter.match(event);
    const matchedOnce = emitter.matchOnce(event);
    // Not when the handler returns: until the record is durable, the event may be retried and needs the handler.
    const removeOnce = (applied: Applied): Applied => {
      if (applied.outcome === "processed") emitter.remove(matchedOnce);
      return applied;
    };
    const place = { account, namespace, contract, isHandled: handlers.length > 0 };
    const observeLater = (result: Parameters<typeof toReport>[3]): void =>
      observe(toReport(event, origin, account, result), startedAt);
    const toApply = {
      event,
      change: toChange(event, place, source),
      origin,
      handlers,
      onLateResult: (late: Applied) => observeLater(removeOnce(late)),
      onLateStatement: (error: Error) => observeLater({ outcome: "late-statement", error }),
    };
    // The intent is only for handlers.
    const applied =
      journal === undefined || handlers.length === 0
        ? applyChange(settings, toApply)
        : applyWithIntent(settings, journal, toApply);
    return matchedOnce.length === 0 ? applied : applied.then(removeOnce);
  }

  function accept(
    account: ResolvedAccount,
    received: ReceivedEvent,
    startedAt: number,
  ): Promise<Applied> {
    if (queue === undefined) return apply(account, received, startedAt);
    return enqueue(queue, toChange(received.event, { ...account, contract }, received.source));
  }

  function report(
    source: DeliverySource,
    event: Transaction,
    origin: EventOrigin,
    applyTo: ApplyTo,
  ): Promise<DeliveryReport> {
    return trace(
      "numipay.webhook.delivery",
      (): Writable<DeliveryMessage> => ({ source, report: undefined }),
      async (message) => {
        const reported = await applyAndReport(event, origin, applyTo);
        if (message !== undefined) message.report = toTracedReport(reported);
        return reported;
      },
    );
  }

  async function applyAndReport(
    event: Transaction,
    origin: EventOrigin,
    applyTo: ApplyTo,
  ): Promise<DeliveryReport> {
    const startedAt = performance.now();
    const account = accounts.known(origin) ?? (await accounts.find(origin));
    const applied = "error" in account ? toUnavailable(account) : await applyTo(account, startedAt);
    const reported = toReport(event, origin, account.account, applied);
    observe(reported, startedAt);
    return reported;
  }

  return {
    accept,
    acceptReplayed: (received) =>
      report("replay", received.event, received.origin, (account, startedAt) =>
        accept(account, received, startedAt),
      ),
    applyFound: (event, origin) =>
      report(
        origin.source === "reconcile" ? "reconcile" : "queue",
        event,
        origin,
        (account, startedAt) => {
          let source: EventSource;
          try {
            source = toOwnSource(event);
          } catch (error) {
            return { outcome: "malformed", error };
          }
          return apply(account, { event, origin, source }, startedAt);
        },
      ),
  };
}

/** If the account of an event cannot be resolved, nothing is applied and the gateway retries. */
export function toUnavailable({ error }: UnresolvedAccount): Applied {
  return { outcome: "inbox-unavailable", error };
}
