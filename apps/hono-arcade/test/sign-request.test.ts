import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signRequest, verifyRequest } from "../src/sign-request.js";
import { openWorld } from "./world.js";

const secret = "a secret of more than thirty-two characters";
const nowMs = Date.parse("2026-01-01T00:00:00.000Z");
const maxAgeMs = 300_000;
const parts = {
  sentAt: "2026-01-01T00:00:00.000Z",
  idempotencyKey: "deposit:1:successful",
  body: '{"type":"deposit.successful"}',
};

describe("signRequest", () => {
  it("matches Node's HMAC-SHA-256", async () => {
    const text = JSON.stringify([parts.sentAt, parts.idempotencyKey, parts.body]);
    const expected = createHmac("sha256", secret).update(text).digest("hex");
    expect(await signRequest(parts, secret)).toBe(expected);
  });
});

describe("verifyRequest", () => {
  it("accepts a signature for five minutes", async () => {
    const signature = await signRequest(parts, secret);
    expect(await verifyRequest({ ...parts, signature }, secret, nowMs)).toBe(true);
    expect(await verifyRequest({ ...parts, signature }, secret, nowMs + maxAgeMs)).toBe(true);
    expect(await verifyRequest({ ...parts, signature }, secret, nowMs + maxAgeMs + 1)).toBe(false);
  });

  it.each([
    ["another body", { body: "{}" }],
    // It would be credited again.
    ["another key", { idempotencyKey: "deposit:2:successful" }],
    ["another time", { sentAt: "2026-01-01T00:00:01.000Z" }],
    ["no time", { sentAt: "" }],
    ["no signature", { signature: "" }],
    ["a truncated signature", { signature: "00" }],
    ["a wrong signature", { signature: "0".repeat(64) }],
  ])("rejects a request with %s", async (_name, changes) => {
    const signature = await signRequest(parts, secret);
    expect(await verifyRequest({ ...parts, signature, ...changes }, secret, nowMs)).toBe(false);
  });

  it("rejects another secret", async () => {
    const signature = await signRequest(parts, secret);
    expect(await verifyRequest({ ...parts, signature }, `${secret}!`, nowMs)).toBe(false);
  });
});

describe("a service", () => {
  it("rejects requests without a signature", async () => {
    const world = await openWorld();
    const response = await fetch(`${world.servers.wallets.url}/events`, {
      method: "POST",
      headers: { "idempotency-key": "deposit:1:successful" },
      body: parts.body,
    });
    expect(response.status).toBe(401);
    expect(world.services.wallets.processed.size).toBe(0);
  });
});
