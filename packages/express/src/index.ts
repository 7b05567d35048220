export {
  type ExpressNumipayWebhook,
  type ExpressWebhookOptions,
  numipayWebhook,
} from "./numipay-webhook.js";
