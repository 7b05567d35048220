import type { Contract } from "../protocol/contract/contract.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { InvalidOptionError } from "../protocol/errors.js";
import type { EventPattern } from "../protocol/event.js";
import { notify } from "../protocol/notify.js";
import { createAccountResolver, type UnresolvedAccount } from "./account-resolver.js";
import { admit, toMalformed } from "./admit.js";
import type { Delivery } from "./delivery.js";
import { createEmitter, type EventHandler, type EventOrigin } from "./emitter.js";
import { createEventApplier, toUnavailable } from "./event-applier.js";
import type { Inbox } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import { toWebhookSettings, type WebhookOptions } from "./options.js";
import { type WebhookResponse, toAnswer } from "./outcome.js";
import { refuseSharedAccount } from "./shared-inbox.js";
import { type DeliveryReport, toReport } from "./to-report.js";
import { createUnreadableKeeper, type UnreadableDeliveries } from "./unreadable-deliveries.js";

/** Where handlers are added: the part of every adapter's webhook that is the same. */
export interface EventRegistry<Tx = undefined> {
  /** Remembers which changes were applied: for the reconciler, and for health checks of its store. */
  readonly inbox: Inbox<Tx>;
  /** The merchant account; undefined where it depends on the request. An engine of your own may leave it out: `"default"`. */
  readonly account?: string | undefined;
  /** The contract by which deliveries are read. */
  readonly contract: Contract;
  /** The rightly signed deliveries that are no transaction by the contract: kept in the inbox or the queue, to be listed and replayed. */
  readonly unreadable: UnreadableDeliveries;
  /**
   * Adds a handler for the events of a pattern, such as `"deposit.successful"`, `"*.rejected"` or `"*"`.
   *
   * @throws InvalidOptionError for a pattern that can never match, or where the webhook only fills a queue
   */
  on<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /**
   * Adds a handler for one event: it is removed once an event that reached it is applied. It stays when the event is not
   * applied, such as after any handler threw, so that the retry reaches it. Events that are applied at the same time may each reach
   * it, and every process and every worker counts for itself. For an effect that must happen once, use `idempotencyKey`.
   *
   * @throws InvalidOptionError for a pattern that can never match, or where the webhook only fills a queue
   */
  once<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Takes a handler out again, however it was added. */
  off<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Applies a change that was learned elsewhere, such as from the gateway's list. Never throws. */
  apply(event: Transaction, origin: EventOrigin): Promise<DeliveryReport>;
}

const noHandlers =
  "takes every delivery, so this webhook would never call a handler. Add it to the worker, or give this webhook the `inbox` through which a worker applies the events.";

/** Takes deliveries in, and calls the handlers of each change once. */
export interface Receiver<Request = unknown, Tx = undefined> extends EventRegistry<Tx> {
  /** Takes one delivery in, whole pipeline, and says how to answer it. Never throws. */
  receive(delivery: Delivery<Request>): Promise<WebhookResponse>;
  /**
   * Verifies a delivery and does nothing with it: no handler, no record. The observer is called with refusals alone. Never
   * throws.
   */
  verify(delivery: Delivery<Request>): Promise<Verified>;
  /** Gives an adapter's own handler the `on`, `once`, `off`, `apply`, `inbox`, `account`, `contract` and `unreadable` of this receiver. */
  extend<Target extends object>(target: Target): Target & EventRegistry<Tx>;
}

/** What `verify` says of a delivery: the event that the gateway signed, or the answer that refuses it. */
export type Verified =
  | { event: Transaction; answer: undefined }
  | { event: undefined; answer: WebhookResponse };

/**
 * A receiver, for adapters.
 *
 * @throws InvalidOptionError naming the option
 */
export function createReceiver<Request = unknown, Tx = undefined>(
  options: WebhookOptions<Request, Tx> = {},
): Receiver<Request, Tx> {
  const settings = toWebhookSettings(options);
  const { account: ownAccount, passwords, contract } = settings;
  if (typeof ownAccount === "string" && typeof passwords !== "function") {
    refuseSharedAccount(settings.inbox, ownAccount, passwords);
  }
  const emitter = createEmitter<Tx>(settings.contract);
  const accounts = createAccountResolver(settings);

  const observe = (report: OutcomeReport, startedAt: number): void => {
    report.durationMs = performance.now() - startedAt;
    notify("onOutcome", settings.onOutcome, report);
  };

  const applier = createEventApplier({ settings, emitter, accounts, observe });
  const { keep, ...unreadable } = createUnreadableKeeper({
    store: settings.unreadable.store,
    contract,
    accounts,
    apply: (parsed, origin) => applier.takeReported({ ...parsed, origin }),
  });

  const registry: EventRegistry<Tx> = {
    inbox: settings.inbox,
    account: typeof ownAccount === "string" ? ownAccount : undefined,
    contract,
    unreadable,
    on(pattern, handler) {
      if (settings.onlyQueues) throw new InvalidOptionError("queue", noHandlers);
      emitter.on(pattern, handler);
      return this;
    },
    once(pattern, handler) {
      if (settings.onlyQueues) throw new InvalidOptionError("queue", noHandlers);
      emitter.once(pattern, handler);
      return this;
    },
    off(pattern, handler) {
      emitter.off(pattern, handler);
      return this;
    },
    apply: (event, origin) => applier.applyFound(event, origin),
  };

  const extend = <Target extends object>(target: Target): Target & EventRegistry<Tx> =>
    Object.assign(target, registry);

  const settle = (
    delivery: Delivery<Request>,
    settled: DeliveryReport,
    startedAt: number,
  ): WebhookResponse => {
    const answer = toAnswer(settled.outcome, settings.unreadable.isDurable);
    settled.status = answer.status;
    observe(settled, startedAt);
    if (delivery.onOutcome !== undefined) {
      notify("Delivery.onOutcome", delivery.onOutcome, settled);
    }
    return answer;
  };

  /** Lets the adapter prepare for a verified delivery. Resolves to what failed. */
  function prepare(
    delivery: Delivery<Request>,
  ): Promise<UnresolvedAccount | undefined> | undefined {
    const toFailure = (error: unknown): UnresolvedAccount => ({ account: registry.account, error });
    try {
      return delivery.onVerified?.()?.then(() => undefined, toFailure);
    } catch (error) {
      return Promise.resolve(toFailure(error));
    }
  }

  return extend({
    extend,
    async receive(delivery: Delivery<Request>) {
      const startedAt = performance.now();
      const admitted = await admit(settings, delivery);
      if ("outcome" in admitted) return settle(delivery, admitted, startedAt);
      if ("problem" in admitted) return settle(delivery, await keep(admitted), startedAt);
      const { event, origin } = admitted;
      const preparing = prepare(delivery);
      const unprepared = preparing === undefined ? undefined : await preparing;
      const account = unprepared ?? accounts.known(origin) ?? (await accounts.find(origin));
      const applied =
        "error" in account
          ? toUnavailable(account)
          : await applier.take(account, admitted, startedAt);
      return settle(delivery, toReport(event, origin, account.account, applied), startedAt);
    },
    async verify(delivery: Delivery<Request>): Promise<Verified> {
      const startedAt = performance.now();
      const admitted = await admit(settings, delivery);
      if ("event" in admitted) return { event: admitted.event, answer: undefined };
      // Nothing is kept here: what it holds is for the caller to apply, and the inbox may have no handler for it.
      const refusal =
        "outcome" in admitted ? admitted : toMalformed(admitted.problem, admitted.origin);
      return { event: undefined, answer: settle(delivery, refusal, startedAt) };
    },
  });
}
