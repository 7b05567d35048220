import { Inject, type InjectionToken } from "@nestjs/common";
import { defaultAccount, Numipay } from "@numipay/core";

/** Returns the injection token of an account's client: the class `Numipay` for the default account. */
export function getNumipayToken(account = defaultAccount): InjectionToken<Numipay> {
  return account === defaultAccount ? Numipay : `numipay:client:${account}`;
}

/** Returns the injection token of an account's webhook, an `EventRegistry`. */
export function getNumipayWebhookToken(account = defaultAccount): string {
  return `numipay:webhook:${account}`;
}

/** Returns the injection token of an account's outbox. */
export function getOutboxToken(account = defaultAccount): string {
  return `numipay:outbox:${account}`;
}

/** Returns the injection token of an account. Internal. */
export function getAccountToken(account = defaultAccount): string {
  return `numipay:account:${account}`;
}

/** Injects an account's client. The default account's client can also be injected by its class. */
export function InjectNumipay(account?: string): ReturnType<typeof Inject> {
  return Inject(getNumipayToken(account));
}

/** Injects an account's webhook as an `EventRegistry`, which `reconcile` takes. */
export function InjectNumipayWebhook(account?: string): ReturnType<typeof Inject> {
  return Inject(getNumipayWebhookToken(account));
}

/** Injects an account's outbox as an `Outbox<Tx>`, such as `Outbox<EntityManager>`. It needs the option `outbox`. */
export function InjectOutbox(account?: string): ReturnType<typeof Inject> {
  return Inject(getOutboxToken(account));
}
