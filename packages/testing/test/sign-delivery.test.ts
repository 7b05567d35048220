import { numipayWebhook, verifySignature } from "@numipay/core";
import { expect, test } from "vitest";
import { exampleTransaction, signDelivery, type Serialization } from "../src/sign-delivery.js";

const signaturePassword = "a-signature-password-of-30-chars";

test.each<[Serialization, string]>([
  ["compact", "raw"],
  ["indented", "canonical"],
  ["escaped", "canonical"],
  ["trailing-newline", "canonical"],
])("a delivery spelled %s verifies in its %s form", (serialization, matched) => {
  const payload = exampleTransaction();
  const { headers, body } = signDelivery(payload, { signaturePassword, serialization });
  const signature = headers["x-signature"];
  expect(verifySignature({ body, signature, signaturePassword })).toEqual({
    matched,
    passwordIndex: 0,
    payload,
  });
});

test("serializations differ in their bytes and not in their content", () => {
  const payload = exampleTransaction();
  const serializations: Serialization[] = ["compact", "indented", "escaped", "trailing-newline"];
  const bodies = serializations.map((serialization) =>
    Buffer.from(signDelivery(payload, { signaturePassword, serialization }).body).toString(),
  );
  expect(new Set(bodies).size).toBe(serializations.length);
  for (const body of bodies) expect(JSON.parse(body)).toEqual(payload);
});

test("each example is a transaction of its own", () => {
  expect(exampleTransaction().transaction_id).not.toBe(exampleTransaction().transaction_id);
  expect(exampleTransaction({ amount: "1.00" }).amount).toBe("1.00");
});

test("a delivery of a contract override is one that its receiver takes", async () => {
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
  const seen: string[] = [];
  webhook.on("*", (event) => void seen.push(event.transaction_id));
  expect((await webhook.fetch(new Request("http://shop.test/", delivery))).status).toBe(200);
  expect(seen).toEqual(["t-1"]);
  const other = numipayWebhook({ signaturePassword });
  expect((await other.fetch(new Request("http://shop.test/", delivery))).status).toBe(401);
});

test("an unknown option is refused", () => {
  const options = { signaturePassword, serialisation: "compact" };
  expect(() => signDelivery({}, options)).toThrow(/Did you mean serialization\?/);
});
