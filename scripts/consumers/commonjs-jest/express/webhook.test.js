// An Express project without TypeScript, and Jest's defaults.
const { isNumipayError, signPayload } = require("@numipay/core");
const { numipayWebhook } = require("@numipay/express");
const { exampleTransaction, signDelivery } = require("@numipay/testing");
const express = require("express");
const request = require("supertest");

const signaturePassword = "a-signature-password-of-30-chars";
const outcomes = [];
const app = express().use(
  express.json(),
  numipayWebhook({ signaturePassword, onOutcome: (report) => outcomes.push(report) }).on(
    "deposit.successful",
    () => undefined,
  ),
);

test("takes a signed delivery", async () => {
  const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
  const { status } = await request(app).post("/webhooks/numipay").set(headers).send(body);
  expect(status).toBe(200);
});

test("verifies the bytes that the parser has read", async () => {
  const body = JSON.stringify(exampleTransaction()).replace('"200.00"', "200.00");
  const headers = { "content-type": "application/json" };
  await request(app)
    .post("/webhooks/numipay")
    .set({ ...headers, "x-signature": signPayload(body, signaturePassword) })
    .send(body);
  expect(outcomes.at(-1)).toMatchObject({ outcome: "processed", matched: "raw" });
});

test("throws errors that the guards recognize", () => {
  expect.assertions(1);
  try {
    numipayWebhook({ signaturePassword: "" });
  } catch (error) {
    expect(isNumipayError(error)).toBe(true);
  }
});
