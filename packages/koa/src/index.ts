export { type NumipayState } from "./numipay-state.js";
export {
  type KoaNumipayVerifier,
  type KoaVerifierOptions,
  numipayVerifier,
  verifiedEvent,
} from "./numipay-verifier.js";
export {
  type KoaNumipayWebhook,
  type KoaWebhookOptions,
  numipayWebhook,
} from "./numipay-webhook.js";
