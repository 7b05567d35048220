import { Inject, type InjectionToken } from "@nestjs/common";
import { defaultAccount, Numipay } from "@numipay/core";

/** The injection token of an account's client: the class `Numipay` for the default account. */
export function getNumipayToken(account = defaultAccount): InjectionToken<Numipay> {
  return account === defaultAccount ? Numipay : `numipay:client:${account}`;
}

/** The injection token of an account's webhook, an `EventRegistry`. */
export function getNumipayWebhookToken(account = defaultAccount): string {
  return `numipay:webhook:${account}`;
}

/** The injection token of an account, for the module's own parts. */
export function getAccountToken(account = defaultAccount): string {
  return `numipay:account:${account}`;
}

/** Injects an account's client. The default account's is found by its class too. */
export function InjectNumipay(account?: string): ReturnType<typeof Inject> {
  return Inject(getNumipayToken(account));
}

/** Injects an account's webhook as an `EventRegistry`: `on`, `off`, and `apply` for what `reconcile` finds. */
export function InjectNumipayWebhook(account?: string): ReturnType<typeof Inject> {
  return Inject(getNumipayWebhookToken(account));
}
