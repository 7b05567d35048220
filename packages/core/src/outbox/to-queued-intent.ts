import { createHasSecret } from "../client/has-secret.js";
import { toMetadataJson } from "../client/metadata.js";
import { toMoneyCall } from "../client/post-once.js";
import type { Settings } from "../client/settings.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import { findCardField } from "./card-fields.js";
import type { QueuedIntent } from "./outbox-store.js";
import { findQueueable } from "./queueable.js";
import { refuseSecrets } from "./refuse-secrets.js";
import { createSign, type Sign } from "./sign.js";
import { toIntentNow } from "./to-intent.js";

/** The longest request to store, in characters of JSON. A normal one has a few hundred. */
const longestRequest = 65_536;

/** What is queued. */
export interface ToQueue {
  operation: string;
  request: object;
  metadata: unknown;
}

/**
 * Checks a request as the client does, and describes it for the store. Without a promise, so that the statement that queues it is
 * part of the caller's transaction even if the caller does not wait for it.
 *
 * @throws InvalidArgumentError when the operation cannot be queued, or the request or the metadata is invalid
 * @throws InvalidOptionError when the client has no API key or base URL
 */
export function toQueuedIntent(
  settings: Settings,
  namespace: string,
  { operation, request, metadata }: ToQueue,
): QueuedIntent {
  const call = findQueueable(operation).toCall(settings, request);
  const { tracking_id, slot, fields } = call;
  if (tracking_id === undefined) {
    throw new InvalidArgumentError("tracking_id", `is required to queue ${operation}.`);
  }
  const { operation: id, knownFields, apiKey } = toMoneyCall(settings, call);
  const metadataJson = toMetadataJson(metadata);
  refuseSecrets(metadataJson, (value) => toHasApiKey(apiKey)(value));
  const cardField = findCardField(fields, knownFields);
  if (cardField !== undefined) {
    throw new InvalidArgumentError(
      cardField,
      "cannot be queued, because it may be card data, which the outbox must not store (PCI DSS). Remove it, or send the call directly.",
    );
  }
  // A decision names the payout; its fields have only the id that is sent.
  const json = JSON.stringify(slot === "decision" ? toPayoutName(request) : fields);
  if (json.length > longestRequest) {
    throw new InvalidArgumentError(
      "request",
      `must have at most ${longestRequest} characters of JSON, but has ${json.length}.`,
    );
  }
  const described = {
    operation: id,
    slot,
    tracking_id,
    fields,
    knownFields,
    apiKey,
    metadata: metadataJson,
  };
  // Not with a spread, which takes longer than a signature.
  return Object.assign(toIntentNow(described, namespace, requireSign(apiKey)), { request: json });
}

/** The search for the API key that was used last, which takes longer to create than to run. */
let known: { apiKey: string; hasSecret: (value: unknown) => boolean } | undefined;

function toHasApiKey(apiKey: string): (value: unknown) => boolean {
  if (known?.apiKey !== apiKey) known = { apiKey, hasSecret: createHasSecret([apiKey]) };
  return known.hasSecret;
}

function toPayoutName(request: { tracking_id?: unknown; transaction_id?: unknown }): object {
  const { tracking_id, transaction_id } = request;
  return { tracking_id, transaction_id };
}

function requireSign(apiKey: string): Sign {
  const sign = createSign(apiKey);
  if (sign !== undefined) return sign;
  throw new Error(
    "An outbox needs node:crypto, which this runtime does not have. Use Node 20.16 or later, or another runtime with process.getBuiltinModule.",
  );
}
