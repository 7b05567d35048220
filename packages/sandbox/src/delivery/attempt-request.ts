import type { AttemptCause } from "../storage/attempts.js";
import type { DeliveryState } from "../storage/deliveries.js";
import type { Store } from "../storage/store.js";
import { postWebhook, type PostResult, type PostSetting } from "./post-webhook.js";
import type { Slowness } from "./slow-body.js";

/** A body with a signature, and how to send it. */
export interface AttemptRequest {
  readonly body: string;
  readonly signature: string;
  readonly slow?: Slowness | undefined;
  /** The faults in it, joined by a plus. Null for an unchanged request. */
  readonly fault: string | null;
}

/** A request that was sent, with its result. */
export interface SentAttempt {
  readonly request: AttemptRequest;
  readonly url: string | null;
  readonly result: PostResult;
}

/** The result without a webhook URL. */
const unsent: PostResult = {
  requestHeaders: {},
  responseStatus: null,
  responseHeaders: null,
  responseBody: null,
  durationMs: 0,
  error: "No webhook URL is set",
};

/** Sends a request. Never throws. */
export async function postAttempt(
  request: AttemptRequest,
  url: string | null,
  setting: PostSetting,
): Promise<SentAttempt> {
  const result = url === null ? unsent : await postWebhook({ url, ...request }, setting);
  return { request, url, result };
}

/** Records a sent request as an attempt, with the delivery's state after it. */
export function recordAttempt(
  { request, url, result }: SentAttempt,
  attempt: {
    readonly deliveryId: string;
    readonly at: number;
    readonly cause: AttemptCause;
    readonly state: DeliveryState;
    readonly nextAttemptAt: number | null;
  },
  store: Store,
): void {
  const { deliveryId, at, cause, state, nextAttemptAt } = attempt;
  store.deliveries.recordAttempt({
    deliveryId,
    attempt: (store.deliveries.byId(deliveryId)?.attemptsMade ?? 0) + 1,
    at,
    url: url ?? "",
    requestBody: request.body,
    signature: request.signature,
    ...result,
    nextAttemptAt,
    state,
    cause,
    fault: request.fault,
  });
}
