import type {
  EventContext,
  EventRegistry,
  OutcomeReport,
  Transaction,
  WebhookOptions,
} from "@numipay/core";
import { type PostResponse, type PostOptions, postDelivery } from "./post-delivery.js";
import { type SignDeliveryOptions, signDelivery } from "./sign-delivery.js";

/** A server under test. */
export interface ServedAdapter {
  /** The server's origin, such as `http://127.0.0.1:4711`. */
  url: string;
  close(): Promise<void>;
}

/** An adapter under test. */
export interface AdapterUnderTest {
  /**
   * Starts a real server. Creates the webhook with these options, passes it to `register` and mounts it at
   * `POST /webhooks/numipay`. A second route, `GET /host`, responds with `host`.
   */
  serve(
    options: Pick<WebhookOptions, "inbox" | "confirm" | "contract" | "onOutcome" | "strict"> & {
      signaturePassword: string[];
    },
    register: (webhook: EventRegistry) => void,
  ): Promise<ServedAdapter>;
}

/** One case of the conformance suite. */
export interface AdapterCase {
  name: string;
  /** Rejects with an AssertionError when the adapter fails the case. */
  run: () => Promise<void>;
  /** The reason, if the case is a known exception of the adapter. */
  knownException?: string;
}

/** A running adapter and everything its webhook did. */
export interface AdapterFixture {
  /** The events and contexts that the handler was called with. */
  events: { event: Transaction; context: EventContext }[];
  outcomes: OutcomeReport[];
  webhook: EventRegistry;
  /** Posts to the webhook. */
  post: (options: PostOptions) => Promise<PostResponse>;
  /** Signs a payload and posts it. */
  deliver: (
    payload: object,
    serialization?: SignDeliveryOptions["serialization"],
  ) => Promise<PostResponse>;
  /** Requests the host's own route. */
  getHost: () => Promise<PostResponse>;
}

/** The signature password of the suite's webhooks. */
export const fixturePassword = "fixture-password-4Zp7vK1sM9tQ3xW8yB";

/** Runs `play` against an adapter on a real server, then closes the server. */
export async function withFixture(
  adapter: AdapterUnderTest,
  options: Pick<WebhookOptions, "inbox" | "confirm" | "contract" | "strict"> & {
    passwords?: string[];
  },
  play: (fixture: AdapterFixture) => Promise<void>,
): Promise<void> {
  const { passwords = [fixturePassword], ...rest } = options;
  const events: AdapterFixture["events"] = [];
  const outcomes: OutcomeReport[] = [];
  let webhook: EventRegistry | undefined;
  const served = await adapter.serve(
    { ...rest, signaturePassword: passwords, onOutcome: (report) => outcomes.push(report) },
    (registry) => {
      webhook = registry.on("*", (event, context) => {
        events.push({ event, context });
      });
    },
  );
  if (webhook === undefined) throw new Error("serve() did not pass the webhook to register().");
  const url = `${served.url}/webhooks/numipay`;
  const post = (postOptions: PostOptions): Promise<PostResponse> => postDelivery(url, postOptions);
  try {
    await play({
      events,
      outcomes,
      webhook,
      post,
      deliver: (payload, serialization = "compact") =>
        post(signDelivery(payload, { signaturePassword: fixturePassword, serialization })),
      getHost: () => postDelivery(`${served.url}/host`, { method: "GET", headers: {} }),
    });
  } finally {
    await served.close();
  }
}
