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
  /** Its origin, such as `http://127.0.0.1:4711`. */
  url: string;
  close(): Promise<void>;
}

/** An adapter under test. */
export interface AdapterUnderTest {
  /**
   * Starts a real server with the adapter's webhook at `POST /webhooks/numipay`, made with these options, and a route of
   * its own at `GET /host` that answers `host`. Hands the webhook to `register`.
   */
  serve(
    options: Pick<WebhookOptions, "inbox" | "confirm" | "contract" | "onOutcome" | "strict"> & {
      signaturePassword: string[];
    },
    register: (webhook: EventRegistry) => void,
  ): Promise<ServedAdapter>;
}

/** One thing that every adapter must do. */
export interface AdapterCase {
  name: string;
  /** Rejects with an AssertionError that says what was seen instead. */
  run: () => Promise<void>;
  /** Why the adapter cannot hold it, where it is listed as one that it cannot. */
  hole?: string;
}

/** A running adapter, with everything that its webhook did. */
export interface AdapterFixture {
  /** Events that reached the handler, with what it was told beside them. */
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
  /** Asks for the host's own route. */
  getHost: () => Promise<PostResponse>;
}

/** What the battery's webhooks are signed with. */
export const fixturePassword = "battery-password-4Zp7vK1sM9tQ3xW8yB";

/** Runs a play against an adapter on a real server, and closes the server whatever happens. */
export async function withFixture(
  adapter: AdapterUnderTest,
  options: Pick<WebhookOptions, "inbox" | "confirm" | "contract" | "strict"> & {
    passwords?: string[];
  },
  play: (stage: AdapterFixture) => Promise<void>,
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
  if (webhook === undefined) throw new Error("serve() must hand the webhook to register().");
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
