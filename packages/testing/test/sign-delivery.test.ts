import { numipayWebhook, verifySignature } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { exampleTransaction, signDelivery, type Serialization } from "../src/sign-delivery.js";

const signaturePassword = "a-signature-password-of-30-chars";

describe("signDelivery", () => {
  it.each<[Serialization, string]>([
    ["compact", "raw"],
    ["indented", "canonical"],
    ["escaped", "canonical"],
    ["trailing-newline", "canonical"],
  ])("signs a %s delivery in its %s form", (serialization, matched) => {
    const payload = exampleTransaction();
    const { headers, body } = signDelivery(payload, { signaturePassword, serialization });
    const signature = headers["x-signature"];
    expect(verifySignature({ body, signature, signaturePassword })).toEqual({
      matched,
      passwordIndex: 0,
      payload,
    });
  });

  it("changes the bytes but not the content", () => {
    const payload = exampleTransaction();
    const serializations: Serialization[] = ["compact", "indented", "escaped", "trailing-newline"];
    const bodies = serializations.map((serialization) =>
      Buffer.from(signDelivery(payload, { signaturePassword, serialization }).body).toString(),
    );
    expect(new Set(bodies).size).toBe(serializations.length);
    for (const body of bodies) expect(JSON.parse(body)).toEqual(payload);
  });

  it("follows a contract override that the receiver shares", async () => {
    const contract = {
      headers: { signature: "X-Numi-Signature" },
      webhook: {
        at: "event",
        fields: { transaction_id: { name: "id" }, fee: { type: "number" } },
      },
    } as const;
    const payload = { ...exampleTransaction({ transaction_id: "t-1" }), fee: "1.50" };
    const delivery = signDelivery(payload, { signaturePassword, contract });
    expect(JSON.parse(Buffer.from(delivery.body).toString())).toMatchObject({
      event: { id: "t-1", fee: 1.5 },
    });
    const webhook = numipayWebhook({ signaturePassword, contract });
    const received: string[] = [];
    webhook.on("*", (event) => void received.push(event.transaction_id));
    expect((await webhook.fetch(new Request("http://shop.test/", delivery))).status).toBe(200);
    expect(received).toEqual(["t-1"]);
    const other = numipayWebhook({ signaturePassword });
    expect((await other.fetch(new Request("http://shop.test/", delivery))).status).toBe(401);
  });

  it("rejects an unknown option", () => {
    const options = { signaturePassword, serialisation: "compact" };
    expect(() => signDelivery({}, options)).toThrow(/Did you mean serialization\?/);
  });
});

describe("exampleTransaction", () => {
  it("creates unique transactions", () => {
    expect(exampleTransaction().transaction_id).not.toBe(exampleTransaction().transaction_id);
    expect(exampleTransaction({ amount: "1.00" }).amount).toBe("1.00");
  });
});
