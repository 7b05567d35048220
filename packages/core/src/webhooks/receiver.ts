import type { Contract } from "../protocol/contract/contract.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { InvalidOptionError } from "../protocol/errors.js";
import type { EventPattern } from "../protocol/event.js";
import { notify } from "../protocol/notify.js";
import { isTraced, trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import { createAccountResolver, type UnresolvedAccount } from "./account-resolver.js";
import { admit, toMalformed } from "./admit.js";
import type { Delivery } from "./delivery.js";
import { type DeliveryMessage, toTracedReport } from "./delivery-messages.js";
import { createEmitter, type EventHandler, type EventOrigin } from "./emitter.js";
import { createEventApplier, toUnavailable } from "./event-applier.js";
import type { Inbox } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import { type PasswordReading, toWebhookSettings, type WebhookOptions } from "./options.js";
import { toResponse, type WebhookResponse } from "./outcome.js";
import { refuseSharedAccount } from "./shared-inbox.js";
import { type DeliveryReport, toReport } from "./to-report.js";
import { createUnreadableKeeper, type UnreadableDeliveries } from "./unreadable-deliveries.js";

/** The methods that the webhooks of all adapters have. */
export interface EventRegistry<Tx = undefined> {
  /** The inbox, for `reconcile` and for health checks. */
  readonly inbox: Inbox<Tx>;
  /** The merchant account; undefined if it depends on the request. Optional for a custom registry: defaults to `"default"`. */
  readonly account?: string | undefined;
  /** The contract that deliveries are read with. */
  readonly contract: Contract;
  /** Verified deliveries that are not a transaction according to the contract. Stored in the inbox or the queue. */
  readonly unreadable: UnreadableDeliveries;
  /**
   * Adds a handler for the events of a pattern, such as `"deposit.successful"`, `"*.rejected"` or `"*"`.
   *
   * @throws InvalidOptionError when the pattern can never match, or the webhook has a queue and no inbox
   */
  on<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /**
   * Adds a handler that is removed after one of its events was applied. If the event is not applied, because a handler threw, it
   * stays for the retry. Events that are applied at the same time may each call it, and every process and worker has its own. For
   * an effect that must happen once, use `idempotencyKey`.
   *
   * @throws InvalidOptionError when the pattern can never match, or the webhook has a queue and no inbox
   */
  once<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Removes a handler that was added with `on` or `once`. */
  off<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>): this;
  /** Applies a change that does not come from a delivery, such as from the gateway's list. Never throws. */
  apply(event: Transaction, origin: EventOrigin): Promise<DeliveryReport>;
  /**
   * For health checks. Rejects when a delivery could not be processed: the signature password is missing, or the store of the inbox
   * or of the queue is unavailable. The gateway is not called.
   */
  ping(): Promise<void>;
}

const noHandlers =
  "receives every delivery, so this webhook would never call the handler. Add the handler to the worker, or pass this webhook the `inbox` that the worker uses.";

/** Receives deliveries and calls the handlers of each change once. */
export interface Receiver<Request = unknown, Tx = undefined> extends EventRegistry<Tx> {
  /** Receives one delivery and returns the response to it. Never throws. */
  receive(delivery: Delivery<Request>): Promise<WebhookResponse>;
  /** Verifies a delivery without calling handlers or recording it. `onOutcome` is only called for rejections. Never throws. */
  verify(delivery: Delivery<Request>): Promise<Verified>;
  /** Adds the methods and properties of `EventRegistry` to an adapter's webhook. */
  extend<Target extends object>(target: Target): Target & EventRegistry<Tx>;
}

/** The result of `verify`: the verified event, or the response of a rejection. */
export type Verified =
  | { event: Transaction; response: undefined }
  | { event: undefined; response: WebhookResponse };

/**
 * Creates a receiver, for adapters.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 */
export function createReceiver<Request = unknown, Tx = undefined>(
  options: WebhookOptions<Request, Tx> = {},
  reading: PasswordReading = {},
): Receiver<Request, Tx> {
  const settings = toWebhookSettings(options, reading);
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
    apply: (parsed, origin) => applier.acceptReplayed({ ...parsed, origin }),
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
    async ping() {
      await settings.checkPasswords?.();
      await Promise.all([settings.inbox.ping?.(), settings.queue?.ping?.()]);
    },
  };

  const extend = <Target extends object>(target: Target): Target & EventRegistry<Tx> =>
    Object.assign(target, registry);

  const respond = (
    delivery: Delivery<Request>,
    report: DeliveryReport,
    startedAt: number,
    message?: Writable<DeliveryMessage>,
  ): WebhookResponse => {
    const response = toResponse(report.outcome, settings.unreadable.isDurable);
    report.status = response.status;
    observe(report, startedAt);
    if (message !== undefined) message.report = toTracedReport(report);
    if (delivery.onOutcome !== undefined) {
      notify("Delivery.onOutcome", delivery.onOutcome, report);
    }
    return response;
  };

  /** Calls the adapter's `onVerified`. Resolves to its error, if any. */
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

  async function receive(
    delivery: Delivery<Request>,
    message?: Writable<DeliveryMessage>,
  ): Promise<WebhookResponse> {
    const startedAt = performance.now();
    const admitted = await admit(settings, delivery);
    if ("outcome" in admitted) return respond(delivery, admitted, startedAt, message);
    if ("problem" in admitted) {
      return respond(delivery, await keep(admitted), startedAt, message);
    }
    const { event, origin } = admitted;
    const preparing = prepare(delivery);
    const unprepared = preparing === undefined ? undefined : await preparing;
    const account = unprepared ?? accounts.known(origin) ?? (await accounts.find(origin));
    const applied =
      "error" in account
        ? toUnavailable(account)
        : await applier.accept(account, admitted, startedAt);
    const report = toReport(event, origin, account.account, applied);
    return respond(delivery, report, startedAt, message);
  }

  return extend({
    extend,
    receive: (delivery: Delivery<Request>) =>
      isTraced("numipay.webhook.delivery")
        ? trace("numipay.webhook.delivery", toDeliveryMessage, (message) =>
            receive(delivery, message),
          )
        : receive(delivery),
    async verify(delivery: Delivery<Request>): Promise<Verified> {
      const startedAt = performance.now();
      const admitted = await admit(settings, delivery);
      if ("event" in admitted) return { event: admitted.event, response: undefined };
      // An unreadable delivery is not stored, because the caller applies the event, not this receiver.
      const refusal =
        "outcome" in admitted ? admitted : toMalformed(admitted.problem, admitted.origin);
      return { event: undefined, response: respond(delivery, refusal, startedAt) };
    },
  });
}

function toDeliveryMessage(): Writable<DeliveryMessage> {
  return { source: "webhook", report: undefined };
}
