import { describe, expect, it } from "vitest";
import { createHandwrittenReceiver } from "../src/handwritten-receiver.js";
import { ordinaryBytes, sampleBody, tamper } from "../src/sample-body.js";
import { createDelivery } from "../src/sign-delivery.js";

describe("sampleBody", () => {
  it.each([ordinaryBytes, 10_240])("has exactly %i bytes", (bytes) => {
    expect(sampleBody(bytes)).toHaveLength(bytes);
  });

  it("stays JSON of the same size when tampered with", () => {
    const tampered = tamper(sampleBody(ordinaryBytes));
    expect(tampered).toHaveLength(ordinaryBytes);
    expect(JSON.parse(tampered.toString())).toMatchObject({ amount: "900.00" });
  });
});

describe("createDelivery", () => {
  it("creates a new transaction of the ordinary size", () => {
    const deliveries = Array.from({ length: 50 }, createDelivery);
    const ids = deliveries.map(
      ({ body }) => (JSON.parse(body.toString()) as { transaction_id: string }).transaction_id,
    );
    expect(new Set(ids).size).toBe(50);
    expect(deliveries.every(({ body }) => body.length === ordinaryBytes)).toBe(true);
  });
});

describe("createHandwrittenReceiver", () => {
  const { body, headers } = createDelivery();
  const signature = headers["x-signature"];

  it("applies a delivery once", () => {
    const applied: string[] = [];
    const receive = createHandwrittenReceiver({ onApply: (id) => applied.push(id) });
    expect(receive(body, signature)).toEqual([200, { outcome: "processed" }]);
    expect(receive(body, signature)).toEqual([200, { outcome: "duplicate" }]);
    expect(applied).toHaveLength(1);
  });

  it.each([
    ["a tampered body", tamper(body), signature],
    ["a short signature", body, "AB"],
    ["a missing signature", body, undefined],
    ["a missing body", undefined, signature],
  ])("rejects %s", (_, received, given) => {
    const receive = createHandwrittenReceiver({ onApply: () => {} });
    expect(receive(received, given)).toEqual([401, { outcome: "bad-signature" }]);
  });
});
