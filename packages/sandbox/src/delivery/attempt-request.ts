import type { AttemptCause } from "../storage/attempts.js";
import type { DeliveryState } from "../storage/deliveries.js";
import type { Store } from "../storage/store.js";
import { postWebhook, type PostResult, type PostSetting } from "./post-webhook.js";
import type { Slowness } from "./slow-body.js";

/** One body with one signature, and how it goes out. */
export interface AttemptRequest {
  readonly body: string;
  readonly signature: string;
  readonly slow?: Slowness | undefined;
  /** The faults in it, joined by a plus; null: it is as it should be. */
  readonly fault: string | null;
}

/** A shot that was posted. */
export interface SentAttempt {
  readonly shot: AttemptRequest;
  readonly url: string | null;
  readonly result: PostResult;
}

/** What is written down where there is no URL to send to. */
const unsent: PostResult = {
  requestHeaders: {},
  responseStatus: null,
  responseHeaders: null,
  responseBody: null,
  durationMs: 0,
  error: "No webhook URL is set",
};

/** Posts a shot, and never throws. */
export async function postAttempt(
  shot: AttemptRequest,
  url: string | null,
  setting: PostSetting,
): Promise<SentAttempt> {
  const result = url === null ? unsent : await postWebhook({ url, ...shot }, setting);
  return { shot, url, result };
}

/** Writes a posted shot down as an attempt at its delivery, and what the delivery is after it. */
export function recordAttempt(
  { shot, url, result }: SentAttempt,
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
    requestBody: shot.body,
    signature: shot.signature,
    ...result,
    nextAttemptAt,
    state,
    cause,
    fault: shot.fault,
  });
}
