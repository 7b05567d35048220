import {
  Numipay,
  numipayWebhook,
  type WebhookOptions,
  type WebNumipayWebhook,
} from "@numipay/core";
import { onTestFinished } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/index.js";

/** A request that the shop's webhook received. */
export interface Arrival {
  /** The virtual time. */
  readonly at: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  body: Buffer;
  /** The number of pieces of the body. */
  pieces: number;
  /** How many other requests were waiting for their response when it arrived. */
  readonly besides: number;
  /** The status of the response. */
  status: number | undefined;
}

/** A merchant's integration: client, receiver, and a ledger that the handlers write. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly numipay: Numipay;
  readonly arrivals: Arrival[];
  /** What the handlers were called with, such as `order-1 successful 200.00`. */
  readonly applied: string[];
  /** The receiver's outcome for each delivery. */
  readonly outcomes: string[];
  /** Charges a card that passes or is declined. */
  pay(trackingId: string, card?: keyof typeof cards): Promise<void>;
  /** The webhook, for the reconciler. */
  readonly webhook: WebNumipayWebhook;
  /** The library's receiver, for a custom one that forwards to it. */
  readonly receiver: (request: Request) => Promise<Response>;
  /** All received requests as one text. */
  transcript(): string;
}

const cards = { passes: "4242424242424242", declined: "4000000000000002" };

/** Opens a shop in process. `receive` replaces the library's receiver. */
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
  // No retries, which the client's own tests cover.
  const numipay = new Numipay({
    ...sandbox.clientOptions,
    retries: 0,
    fetch: abortOnSilence(sandbox),
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
 * A fetch that aborts a call as soon as the plan contains a timeout for it, so that no test waits for a client's timeout or
 * fails on a slow machine.
 */
function abortOnSilence(sandbox: Sandbox): typeof fetch {
  const silences = () => sandbox.chaosPlan().faults.filter(({ kind }) => kind === "timeout").length;
  return async (input, init) => {
    const before = silences();
    const controller = new AbortController();
    const signals = [controller.signal, init?.signal].filter(
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
        controller.abort(new DOMException("Aborted by the caller", "TimeoutError"));
      }
    }
    return call;
  };
}

/** The fields of a received body. */
export function fieldsOf(arrival: Arrival | undefined): Record<string, string> {
  return JSON.parse(arrival?.body.toString() ?? "null") as Record<string, string>;
}
