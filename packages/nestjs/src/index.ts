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
  InjectNumipay,
  InjectNumipayWebhook,
} from "./tokens.js";
export { WebhookEvent } from "./webhook-event.js";
