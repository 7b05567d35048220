// @ts-check
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { signHop, verifyHop } from "../src/sign-hop.js";
import { openWorld } from "./world.js";

const secret = "a secret of more than thirty-two characters";
const now = Date.parse("2026-01-01T00:00:00.000Z");
const hop = {
  sentAt: "2026-01-01T00:00:00.000Z",
  idempotencyKey: "deposit:1:successful",
  body: '{"type":"deposit.successful"}',
};

test("the signature is HMAC-SHA-256, as another implementation computes it", async () => {
  const text = JSON.stringify([hop.sentAt, hop.idempotencyKey, hop.body]);
  const wanted = createHmac("sha256", secret).update(text).digest("hex");
  expect(await signHop(hop, secret)).toBe(wanted);
});

test("a request of the relay is known by its signature", async () => {
  const signature = await signHop(hop, secret);
  expect(await verifyHop({ ...hop, signature }, secret, now)).toBe(true);
  expect(await verifyHop({ ...hop, signature }, secret, now + 300_000)).toBe(true);
});

test.each([
  ["another body", { body: "{}" }],
  ["another key: it would be credited again", { idempotencyKey: "deposit:2:successful" }],
  ["another time", { sentAt: "2026-01-01T00:00:01.000Z" }],
  ["no time", { sentAt: "" }],
  ["no signature", { signature: "" }],
  ["half a signature", { signature: "00" }],
  ["a signature of something else", { signature: "0".repeat(64) }],
])("a request with %s is not the relay's", async (_name, changed) => {
  const signature = await signHop(hop, secret);
  expect(await verifyHop({ ...hop, signature, ...changed }, secret, now)).toBe(false);
});

test("a request that somebody kept is no good later", async () => {
  const signature = await signHop(hop, secret);
  expect(await verifyHop({ ...hop, signature }, secret, now + 300_001)).toBe(false);
  expect(await verifyHop({ ...hop, signature }, `${secret}!`, now)).toBe(false);
});

test("a service takes nothing from anybody but the relay", async () => {
  const world = await openWorld();
  const answer = await fetch(`${world.servers.wallets.url}/events`, {
    method: "POST",
    headers: { "idempotency-key": "deposit:1:successful" },
    body: hop.body,
  });
  expect(answer.status).toBe(401);
  expect(world.services.wallets.done.size).toBe(0);
});
