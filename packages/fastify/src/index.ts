export {
  type FastifyNumipayVerifier,
  type FastifyVerifierOptions,
  numipayVerifier,
  verifiedEvent,
} from "./numipay-verifier.js";
export {
  type FastifyNumipayWebhook,
  type FastifyWebhookOptions,
  numipayWebhook,
} from "./numipay-webhook.js";
