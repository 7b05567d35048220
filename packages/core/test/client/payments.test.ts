import type { Numipay } from "../../src/client/numipay.js";
import type { Payments } from "../../src/client/payments.js";
import { describe, expect, it } from "vitest";
import {
  respondWith,
  apiKey,
  charge,
  checkout,
  clientOf,
  direct,
  startGateway,
} from "./stub-gateway.js";

const page = { url: "https://pay.example/1" };

const calls = [
  ["hostedCheckout", "/payments/hosted", checkout, page],
  ["direct", "/payments/direct", direct, page],
  ["serverToServer", "/payments/server-to-server", charge, { transaction_status: "pending" }],
] as const;

/** Calls with an untyped request, because the three calls have different request types. */
function payWith(
  client: Numipay,
  operation: keyof Payments,
): (request: object) => Promise<unknown> {
  return client.payments[operation] as (request: object) => Promise<unknown>;
}

describe.each(calls)("payments.%s", (operation, path, request, reply) => {
  it("sends the envelope and the key", async () => {
    const gateway = await startGateway(respondWith(200, reply));
    const result = await payWith(clientOf(gateway), operation)(request);
    expect(result).toEqual(reply);
    expect(gateway.seen).toHaveLength(1);
    expect(gateway.seen[0]).toMatchObject({
      method: "POST",
      path,
      headers: {
        "x-api-key": apiKey,
        "content-type": "application/json",
        accept: "application/json",
      },
    });
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ request });
  });

  it("appends the contract's path to the base URL", async () => {
    const gateway = await startGateway(respondWith(200, reply));
    const contract = { operations: { [operation]: { path: "/other/way" } } };
    const options = { baseUrl: `${gateway.url}/api/v2/`, contract };
    await payWith(clientOf(gateway, options), operation)(request);
    expect(gateway.seen[0]?.path).toBe("/api/v2/other/way");
  });

  it("passes unknown fields through both ways", async () => {
    const gateway = await startGateway(respondWith(200, { ...reply, extra: { deep: [1] } }));
    const result = await payWith(
      clientOf(gateway),
      operation,
    )({
      ...request,
      metadata: { basket: [1, { two: null }] },
    });
    expect(JSON.parse(gateway.seen[0]?.text ?? "").request.metadata).toEqual({
      basket: [1, { two: null }],
    });
    expect(result).toMatchObject({ extra: { deep: [1] } });
  });

  it("sends a number as a decimal string", async () => {
    const gateway = await startGateway(respondWith(200, reply));
    await payWith(clientOf(gateway), operation)({ ...request, amount: 200 });
    expect(JSON.parse(gateway.seen[0]?.text ?? "").request.amount).toBe("200.00");
  });

  it("does not change the request", async () => {
    const gateway = await startGateway(respondWith(200, reply));
    const frozen = Object.freeze({ ...request, amount: 5 });
    await payWith(clientOf(gateway), operation)(frozen);
    expect(frozen.amount).toBe(5);
  });

  it("omits undefined fields", async () => {
    const gateway = await startGateway(respondWith(200, reply));
    const sparse = { ...request, return_url: undefined, note: undefined };
    await payWith(clientOf(gateway), operation)(sparse);
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ request });
  });
});

describe("payments", () => {
  it("return their own responses to 50 concurrent calls", async () => {
    const gateway = await startGateway((response, seen) => {
      const { tracking_id } = JSON.parse(seen.text).request;
      const send = (): void =>
        respondWith(200, { url: `https://pay.example/${tracking_id}` })(response, seen);
      // Odd ones respond late, so that responses arrive out of order.
      if (Number(tracking_id) % 2 === 1) setImmediate(send);
      else send();
    });
    const { payments } = clientOf(gateway);
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    const pages = await Promise.all(
      ids.map((tracking_id) => payments.hostedCheckout({ ...checkout, tracking_id })),
    );
    expect(pages.map(({ url }) => url)).toEqual(ids.map((id) => `https://pay.example/${id}`));
    expect(gateway.count("POST")).toBe(50);
  });

  it("do not let a response change prototypes", async () => {
    const text =
      '{"url":"https://pay.example/1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const gateway = await startGateway(respondWith(200, text));
    await clientOf(gateway).payments.hostedCheckout(checkout);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("reject a url that is not a page", async () => {
    for (const url of ["javascript:alert(1)", "/relative", "data:text/html,x", 7, null, ""]) {
      const gateway = await startGateway(respondWith(200, { url }));
      await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
        code: "outcome_unknown",
        cause: { code: "unexpected_response" },
      });
      expect(gateway.count("POST")).toBe(1);
    }
  });

  it.each([
    ["a 3DS page", { transaction_status: "pending", url: "https://bank.example/3ds" }],
    ["an empty url", { transaction_status: "successful", url: "" }],
    ["no url, null", { transaction_status: "successful", url: null }],
    ["a rejection", { transaction_status: "rejected", error: { code: "51" } }],
    ["an unknown status", { transaction_status: "authorised" }],
  ])("return a serverToServer response with %s", async (_name, reply) => {
    const gateway = await startGateway(respondWith(200, reply));
    expect(await clientOf(gateway).payments.serverToServer(charge)).toEqual(reply);
  });
});
