import {
  defaultAccount,
  type OutboxContext,
  type OutboxOutcome,
  type OutboxOutcomes,
} from "@numipay/core";
import { checkTarget } from "./check-target.js";
import { addMark } from "./handler-marks.js";

/** Options of `@OnIntent`. */
export interface OnIntentOptions {
  /** The account whose outbox to handle. Defaults to `"default"`. */
  account?: string | undefined;
}

/** The signature of a handler method. It may have fewer parameters, but its intent must match the outcome. */
type IntentMethod<Outcome extends OutboxOutcome> = (
  intent: OutboxOutcomes[Outcome],
  // `never` lets the method declare the type of the inbox's transaction.
  context: OutboxContext<never>,
) => unknown;

/**
 * Makes a method of any provider or controller a handler of the outbox: it is called once with each queued call that ended in this
 * way. If it throws, its transaction is rolled back and it is called again later.
 *
 * @throws InvalidOptionError on a static method, or if `experimentalDecorators` is off
 *
 * @example
 * @OnIntent("refused")
 * refund(intent: RefusedIntent, { tx }: OutboxContext<EntityManager>) {
 *   return this.outbox.refundOnce(tx, intent.tracking_id, () => this.wallets.credit(tx, intent));
 * }
 */
export function OnIntent<const Outcome extends OutboxOutcome>(
  outcome: Outcome,
  { account = defaultAccount }: OnIntentOptions = {},
): <Method extends IntentMethod<Outcome>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void {
  return (target, key) => {
    checkTarget("@OnIntent", target, key);
    addMark(target, key, { outcome, account });
  };
}
