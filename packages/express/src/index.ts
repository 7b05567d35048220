export {
  type ExpressNumipayVerifier,
  type ExpressVerifierOptions,
  numipayVerifier,
  verifiedEvent,
} from "./numipay-verifier.js";
export {
  type ExpressNumipayWebhook,
  type ExpressWebhookOptions,
  numipayWebhook,
} from "./numipay-webhook.js";
