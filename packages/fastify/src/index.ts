export {
  type FastifyNumipayWebhook,
  type FastifyWebhookOptions,
  numipayWebhook,
} from "./numipay-webhook.js";
