import {
  Numipay,
  numipayWebhook,
  type WebhookOptions,
  type WebNumipayWebhook,
} from "@numipay/core";
import { onTestFinished } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/index.js";

/** One request as it came to the shop's webhook. */
export interface Arrival {
  /** The virtual time. */
  readonly at: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  body: Buffer;
  /** In how many pieces the body came. */
  pieces: number;
  /** How many others were waiting for their answer when it came. */
  readonly besides: number;
  /** What it was answered. */
  status: number | undefined;
}

/** A merchant as our users are: the client, the receiver, and books that the receiver's handlers write. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly numipay: Numipay;
  readonly arrivals: Arrival[];
  /** What the handlers were called with, such as `order-1 successful 200.00`. */
  readonly applied: string[];
  /** What the receiver made of each delivery. */
  readonly outcomes: string[];
  /** Sends a card: one that passes, or one that is declined. */
  pay(trackingId: string, card?: keyof typeof cards): Promise<void>;
  /** Our webhook, for the reconciler. */
  readonly webhook: WebNumipayWebhook;
  /** Our receiver, for one of a test's own that passes on to it. */
  readonly receiver: (request: Request) => Promise<Response>;
  /** All that came, byte for byte, as one text. */
  transcript(): string;
}

const cards = { passes: "4242424242424242", declined: "4000000000000002" };

/** Opens a shop in process. `receive` takes the place of our receiver: a merchant who does it his own way. */
export async function openShop(
  options: SandboxOptions & {
    readonly webhook?: WebhookOptions;
    readonly receive?: (request: Request) => Promise<Response>;
  } = {},
): Promise<Shop> {
  const { webhook: webhookOptions, receive, ...sandboxOptions } = options;
  const arrivals: Arrival[] = [];
  let waiting = 0;
  const sandbox = await createSandbox({
    webhookUrl: "http://shop.test/webhooks/numipay",
    autoDeliver: false,
    deliver: async (input, init) => {
      const request = new Request(input, init);
      const arrival: Arrival = {
        at: sandbox.now().toISOString(),
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body: Buffer.alloc(0),
        pieces: 0,
        besides: waiting,
        status: undefined,
      };
      arrivals.push(arrival);
      waiting += 1;
      for await (const piece of request.clone().body ?? []) {
        arrival.body = Buffer.concat([arrival.body, piece]);
        arrival.pieces += 1;
      }
      const response = await (receive ?? webhook.fetch)(request);
      arrival.status = response.status;
      waiting -= 1;
      return response;
    },
    ...sandboxOptions,
  });
  onTestFinished(() => sandbox.close());
  const outcomes: string[] = [];
  const applied: string[] = [];
  const webhook = numipayWebhook({
    signaturePassword: sandbox.signaturePassword,
    onOutcome: ({ outcome }) => void outcomes.push(outcome),
    ...webhookOptions,
  });
  webhook.on("*", (event) => {
    applied.push(`${event.tracking_id} ${event.status} ${event.amount}`);
  });
  // One try each: how often the client tries is its own tests' matter.
  const numipay = new Numipay({
    ...sandbox.clientOptions,
    retries: 0,
    fetch: giveUpOnSilence(sandbox),
  });
  return {
    sandbox,
    numipay,
    arrivals,
    applied,
    outcomes,
    webhook,
    receiver: webhook.fetch,
    async pay(trackingId, card = "passes") {
      await numipay.payments.serverToServer({
        tracking_id: trackingId,
        user_id: "customer-1",
        currency: "EUR",
        amount: "200.00",
        card_number: cards[card],
        card_holder: "Ada Tester",
        expiry_month: "12",
        expiry_year: "2030",
        cvv: "123",
      });
    },
    transcript: () =>
      arrivals
        .map(({ at, url, headers, body }) => {
          const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
          return [at, url, ...lines.toSorted(), body.toString("base64")].join("\n");
        })
        .join("\n\n"),
  };
}

/**
 * A fetch that gives a call up as soon as the plan says that nobody will answer it: no test waits for a client's patience,
 * and none fails because a busy machine used it up.
 */
function giveUpOnSilence(sandbox: Sandbox): typeof fetch {
  const silences = () => sandbox.chaosPlan().faults.filter(({ kind }) => kind === "timeout").length;
  return async (input, init) => {
    const before = silences();
    const patience = new AbortController();
    const signals = [patience.signal, init?.signal].filter(
      (signal) => signal instanceof AbortSignal,
    );
    const call = sandbox.fetch(input, { ...init, signal: AbortSignal.any(signals) });
    const over = call.then(
      () => true,
      () => true,
    );
    const soon = () => new Promise<false>((resolve) => setImmediate(() => resolve(false)));
    while (!(await Promise.race([over, soon()]))) {
      if (silences() > before) {
        patience.abort(new DOMException("The caller gave up", "TimeoutError"));
      }
    }
    return call;
  };
}

/** The fields of a body that came. */
export function fieldsOf(arrival: Arrival | undefined): Record<string, string> {
  return JSON.parse(arrival?.body.toString() ?? "null") as Record<string, string>;
}
