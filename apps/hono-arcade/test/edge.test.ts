// @ts-check
import { readFileSync } from "node:fs";
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

/** What runs at the edge: edge.js, and every file of ours that it imports, itself or through another. */
function filesAtTheEdge(name = "edge.js", found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(new URL(name, src), "utf8");
  for (const [, path = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
    filesAtTheEdge(new URL(path, new URL(name, src)).href.slice(src.href.length), found);
  }
  return found;
}

test.each([...filesAtTheEdge()])("%s is written against Web standards only", (name) => {
  const text = readFileSync(new URL(name, src), "utf8");
  expect(text).not.toMatch(/\bBuffer\b|\brequire\(|[^`]process\./);
  const packages = [...text.matchAll(/(?:^import|from|import\() ?"([^".][^"]*)"/gm)].map(
    ([, from]) => from,
  );
  // Nothing of Node's, and no engine: those stand in src/node, for main.js.
  expect(["@numipay/core", "hono"]).toEqual(expect.arrayContaining(packages));
});

test("what runs at the edge is more than edge.js, and not main.js", () => {
  expect([...filesAtTheEdge()]).toEqual(expect.arrayContaining(["edge.js", "create-relay.js"]));
  expect([...filesAtTheEdge()].filter((name) => /^main|^node/.test(name))).toEqual([]);
});

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
