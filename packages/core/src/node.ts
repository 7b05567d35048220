export { clientOptionNames } from "./client/settings.js";
// For adapters of frameworks that run on node:http. Everything that they need is here: an adapter that also loads the main entry, and
// with it the client, takes twice as long to load.
export { addBytes, collectBytes, type CollectedBytes, toBody } from "./webhooks/collected-bytes.js";
export { captureRawBodies, type CaptureRawBodiesOptions } from "./webhooks/capture-raw-bodies.js";
export { respondNode, fromFrameworkRequest, fromNodeRequest } from "./webhooks/node-request.js";
export { createReceiver } from "./webhooks/receiver.js";
export { createVerifier } from "./webhooks/verifier.js";
export type { NodeRequest, ParsedBody } from "./webhooks/parsed-body.js";
export { withParserError } from "./webhooks/parser-error.js";
export { getVerifiedEvent, setVerifiedEvent } from "./webhooks/verified-event.js";
export {
  defaultWebhookPath,
  isWebhookPath,
  toWebhookPath,
  warnOfRepeatedPrefix,
} from "./webhooks/webhook-path.js";
export { createOutcomeLogger } from "./webhooks/observer.js";
export { isPino, type NumipayLogger } from "./protocol/log/numipay-logger.js";
export { webhookOptionNames } from "./webhooks/options.js";
