// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { signPayload } from "@numipay/core";
import edge from "../src/edge.js";
import { readSettings } from "../src/read-settings.js";
import { openWorld } from "./world.js";

const src = new URL("../src/", import.meta.url);
const whole = {
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
  RELAY_SECRET: "a secret of more than thirty-two characters",
  RELAY_ROUTES: "deposit.successful=https://wallets.internal/events, *=https://audit.internal/",
};

test.each(readdirSync(src).filter((name) => name !== "main.js"))(
  "%s is written against Web standards only",
  (name) => {
    const text = readFileSync(new URL(name, src), "utf8");
    expect(text).not.toMatch(/from "node:|node-server|\bBuffer\b|\brequire\(|[^`]process\./);
  },
);

test("settings that are whole are read", () => {
  expect(readSettings(whole)).toMatchObject({
    timeoutMs: 2500,
    routes: [
      { pattern: "deposit.successful", url: "https://wallets.internal/events" },
      { pattern: "*", url: "https://audit.internal/" },
    ],
  });
});

test("everything that is wrong is told at once, and no secret", () => {
  const env = {
    RELAY_SECRET: "short-secret",
    RELAY_ROUTES: "*=http://audit.internal",
    RELAY_TIMEOUT_MS: "soon",
  };
  expect(() => readSettings(env)).toThrow(
    /NUMIPAY_SIGNATURE_PASSWORD.*\nRELAY_SECRET.*\nRELAY_ROUTES: .*https.*\nRELAY_TIMEOUT_MS/,
  );
  expect(() => readSettings(env)).not.toThrow(/short-secret/);
  expect(() => readSettings({ ...whole, RELAY_ROUTES: "" })).toThrow(/RELAY_ROUTES is not set/);
  expect(() => readSettings({ ...whole, RELAY_ROUTES: "=https://a.example" })).toThrow(
    /RELAY_ROUTES/,
  );
});

test("as a worker it takes its settings with the request, and forwards", async () => {
  const world = await openWorld();
  const body = JSON.stringify({
    transaction_id: "1",
    user_id: "player-1",
    tracking_id: "coins-1",
    status: "successful",
    currency: "EUR",
    amount: "4.99",
    transaction_type: "deposit",
  });
  const request = new Request("https://relay.example/webhooks/numipay", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-signature": signPayload(body, whole.NUMIPAY_SIGNATURE_PASSWORD),
    },
    body,
  });
  // The services of this world know another secret: that they refuse shows that the hop bears ours.
  const env = { ...whole, RELAY_ROUTES: `*=${world.servers.audit.url}/events` };
  const { relaySecret } = await import("../demo/start-world.js");
  const answer = await edge.fetch(request, { ...env, RELAY_SECRET: relaySecret });
  expect(answer.status).toBe(200);
  expect(world.services.audit.types()).toEqual(["deposit.successful"]);
});
