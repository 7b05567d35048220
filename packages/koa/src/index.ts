export {
  type KoaNumipayWebhook,
  type KoaWebhookOptions,
  type NumipayState,
  numipayWebhook,
} from "./numipay-webhook.js";
