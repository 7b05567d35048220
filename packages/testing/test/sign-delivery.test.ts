import { verifySignature } from "@numipay/core";
import { expect, test } from "vitest";
import { exampleTransaction, signDelivery, type Spelling } from "../src/sign-delivery.js";

const signaturePassword = "a-signature-password-of-30-chars";

test.each<[Spelling, string]>([
  ["compact", "raw"],
  ["indented", "canonical"],
  ["escaped", "canonical"],
  ["trailing-newline", "canonical"],
])("a delivery spelled %s verifies in its %s form", (spelling, matched) => {
  const payload = exampleTransaction();
  const { headers, body } = signDelivery(payload, { signaturePassword, spelling });
  const signature = headers["x-signature"];
  expect(verifySignature({ body, signature, signaturePassword })).toEqual({
    matched,
    passwordIndex: 0,
    payload,
  });
});

test("spellings differ in their bytes and not in their content", () => {
  const payload = exampleTransaction();
  const spellings: Spelling[] = ["compact", "indented", "escaped", "trailing-newline"];
  const bodies = spellings.map((spelling) =>
    Buffer.from(signDelivery(payload, { signaturePassword, spelling }).body).toString(),
  );
  expect(new Set(bodies).size).toBe(spellings.length);
  for (const body of bodies) expect(JSON.parse(body)).toEqual(payload);
});

test("each example is a transaction of its own", () => {
  expect(exampleTransaction().transaction_id).not.toBe(exampleTransaction().transaction_id);
  expect(exampleTransaction({ amount: "1.00" }).amount).toBe("1.00");
});
