import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Numipay } from "../../src/client/numipay.js";
import type * as Client from "../../src/client/numipay.js";

// Fault: a patched fetch, such as that of Next.js 14, cached a POST and returned one customer's checkout to all.

/** The types of Node leave it out. */
type Cached = RequestInit & { cache?: string };

let client: typeof Client;
beforeEach(async () => {
  // Support is detected once per process.
  vi.resetModules();
  client = await import("../../src/client/numipay.js");
});

function createClient(): { numipay: Numipay; caches: (string | undefined)[] } {
  const caches: (string | undefined)[] = [];
  const fetch = ((_url: unknown, init?: RequestInit) => {
    caches.push((init as Cached | undefined)?.cache);
    const body = { url: "https://pay.example/1", transaction_status: "pending" };
    return Promise.resolve(Response.json(body));
  }) as typeof globalThis.fetch;
  const options = { apiKey: "key-1", baseUrl: "https://gateway.example", fetch };
  return { numipay: new client.Numipay(options), caches };
}

const call = async (numipay: Numipay): Promise<void> => {
  const order = { tracking_id: "o-1", user_id: "u-1", currency: "EUR", amount: "1.00" };
  await numipay.payments.hostedCheckout(order);
  await numipay.transactions.status("o-1");
};

describe("a call", () => {
  it("is never cached", async () => {
    const { numipay, caches } = createClient();
    await call(numipay);
    expect(caches).toEqual(["no-store", "no-store"]);
  });

  it("leaves out an option that the runtime rejects", async () => {
    const { Request: original } = globalThis;
    let detections = 0;
    vi.stubGlobal(
      "Request",
      class extends original {
        constructor(input: string, init?: RequestInit) {
          if ((init as Cached | undefined)?.cache !== undefined) {
            detections += 1;
            throw new Error("The 'cache' field is not implemented.");
          }
          super(input, init);
        }
      },
    );
    onTestFinished(() => void vi.unstubAllGlobals());
    const { numipay, caches } = createClient();
    await call(numipay);
    expect([caches, detections]).toEqual([[undefined, undefined], 1]);
  });
});
