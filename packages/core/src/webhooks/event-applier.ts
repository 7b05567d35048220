import type { Transaction } from "../protocol/contract/wire-types.js";
import type { AccountResolver, ResolvedAccount, UnresolvedAccount } from "./account-resolver.js";
import { type Applied, applyChange } from "./apply-change.js";
import type { Emitter, EventOrigin } from "./emitter.js";
import { enqueue } from "./event-queue.js";
import type { OutcomeReport } from "./observer.js";
import type { WebhookSettings } from "./options.js";
import { type EventSource, type ParsedEvent, toChange, toOwnSource } from "./parse-event.js";
import { type DeliveryReport, toReport } from "./to-report.js";

/** An event that is the gateway's. */
export interface ReceivedEvent extends ParsedEvent {
  origin: EventOrigin;
}

/** From an event to what came of it. Never throws. */
export interface EventApplier {
  /** Applies an event of a known account, or hands it to the queue. */
  take(account: ResolvedAccount, received: ReceivedEvent, startedAt: number): Promise<Applied>;
  /** The same outside of a delivery: with its account found, and its outcome reported. */
  takeReported(received: ReceivedEvent): Promise<DeliveryReport>;
  /** Applies an event that no delivery brought, so that nothing is known of its content yet. Past the queue. */
  applyFound(event: Transaction, origin: EventOrigin): Promise<DeliveryReport>;
}

/** What a receiver applies events with. */
export interface EventApplierParts<Request, Tx> {
  settings: WebhookSettings<Request, Tx>;
  emitter: Emitter<Tx>;
  accounts: AccountResolver;
  observe: (report: OutcomeReport, startedAt: number) => void;
}

/** The applier of one receiver. */
export function createEventApplier<Request, Tx>({
  settings,
  emitter,
  accounts,
  observe,
}: EventApplierParts<Request, Tx>): EventApplier {
  const { queue, contract } = settings;

  function apply(
    { account, namespace }: ResolvedAccount,
    { event, origin, source }: ReceivedEvent,
    startedAt: number,
  ): Promise<Applied> {
    const handlers = emitter.match(event);
    const matchedOnce = emitter.matchOnce(event);
    // Not when the handler returns: until the record is durable, the event may come again and needs it.
    const removeOnce = (applied: Applied): Applied => {
      if (applied.outcome === "processed") emitter.remove(matchedOnce);
      return applied;
    };
    const place = { account, namespace, contract, isHandled: handlers.length > 0 };
    const observeLater = (result: Parameters<typeof toReport>[3]): void =>
      observe(toReport(event, origin, account, result), startedAt);
    const applied = applyChange(settings, {
      event,
      change: toChange(event, place, source),
      origin,
      handlers,
      onLateResult: (late) => observeLater(removeOnce(late)),
      onLateStatement: (error) => observeLater({ outcome: "late-statement", error }),
    });
    return matchedOnce.length === 0 ? applied : applied.then(removeOnce);
  }

  function take(
    account: ResolvedAccount,
    received: ReceivedEvent,
    startedAt: number,
  ): Promise<Applied> {
    if (queue === undefined) return apply(account, received, startedAt);
    return enqueue(queue, toChange(received.event, { ...account, contract }, received.source));
  }

  async function report(
    event: Transaction,
    origin: EventOrigin,
    applyTo: (account: ResolvedAccount, startedAt: number) => Promise<Applied> | Applied,
  ): Promise<DeliveryReport> {
    const startedAt = performance.now();
    const account = accounts.known(origin) ?? (await accounts.find(origin));
    const applied = "error" in account ? toUnavailable(account) : await applyTo(account, startedAt);
    const reported = toReport(event, origin, account.account, applied);
    observe(reported, startedAt);
    return reported;
  }

  return {
    take,
    takeReported: (received) =>
      report(received.event, received.origin, (account, startedAt) =>
        take(account, received, startedAt),
      ),
    applyFound: (event, origin) =>
      report(event, origin, (account, startedAt) => {
        let source: EventSource;
        try {
          source = toOwnSource(event);
        } catch (error) {
          return { outcome: "malformed", error };
        }
        return apply(account, { event, origin, source }, startedAt);
      }),
  };
}

/** Where it is not known whose an event is, nothing is applied, and the gateway tries again. */
export function toUnavailable({ error }: UnresolvedAccount): Applied {
  return { outcome: "inbox-unavailable", error };
}
