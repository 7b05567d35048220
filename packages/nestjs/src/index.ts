export { type AccountHealth, NumipayHealth, type NumipayHealthResult } from "./numipay-health.js";
export { NumipayModule } from "./numipay-module.js";
export {
  type NumipayModuleExtras,
  type NumipayModuleOptions,
  type NumipayOptionsFactory,
  type WebhookRequest,
} from "./module-options.js";
export { NumipayWebhookGuard } from "./numipay-webhook-guard.js";
export { OnNumipayEvent, type OnNumipayEventOptions } from "./on-numipay-event.js";
export {
  getNumipayToken,
  getNumipayWebhookToken,
  getOutboxToken,
  InjectNumipay,
  InjectNumipayWebhook,
  InjectOutbox,
} from "./tokens.js";
export { OnIntent, type OnIntentOptions } from "./on-intent.js";
export { type NumipayOutboxOptions } from "./outbox-options.js";
export { WebhookEvent } from "./webhook-event.js";
