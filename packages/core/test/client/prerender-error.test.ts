import { describe, expect, it } from "vitest";
import { Numipay } from "../../src/client/numipay.js";
import { toPrerenderError } from "../../src/client/prerender-error.js";
import { checkout, failureOf } from "./stub-gateway.js";

// Fault: `next build` failed on a GET route that called the client, because Next.js did not recognize its own error.

/** The error that the fetch of Next.js throws for a call that must not be cached. */
const dynamic = Object.assign(new Error("Dynamic server usage: no-store fetch"), {
  digest: "DYNAMIC_SERVER_USAGE",
});

function createClient(): { numipay: Numipay; calls: () => number } {
  let calls = 0;
  const fetch = (): Promise<Response> => {
    calls += 1;
    return Promise.reject(dynamic);
  };
  const options = { apiKey: "key-1", baseUrl: "https://gateway.example", retries: 3, fetch };
  return { numipay: new Numipay(options), calls: () => calls };
}

describe("an error that ends prerendering", () => {
  it("reaches Next.js unchanged from a call that reads", async () => {
    const { numipay, calls } = createClient();
    expect(await failureOf(numipay.transactions.status("o-1"))).toBe(dynamic);
    expect(calls()).toBe(1);
  });

  it("reaches Next.js unchanged from a call that moves money", async () => {
    const { numipay, calls } = createClient();
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toBe(dynamic);
    expect(calls()).toBe(1);
  });
});

describe("toPrerenderError", () => {
  it("ignores other digests and errors in a circle", () => {
    const circle: { cause?: unknown; digest: string } = { digest: "1234567" };
    circle.cause = circle;
    expect([circle, null, "text", new Error("x")].map(toPrerenderError)).toEqual(
      Array.from({ length: 4 }),
    );
  });
});
