import { readFileSync } from "node:fs";
import { signPayload } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { relaySecret } from "../demo/start-world.js";
import edge from "../src/edge.js";
import { readSettings } from "../src/read-settings.js";
import { openWorld } from "./world.js";

const src = new URL("../src/", import.meta.url);
const validEnv = {
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
  RELAY_SECRET: "a secret of more than thirty-two characters",
  RELAY_ROUTES: "deposit.successful=https://wallets.internal/events, *=https://audit.internal/",
};

/** Lists edge.ts and every file in src that it imports, directly or indirectly. */
function listEdgeFiles(name = "edge.ts", found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(new URL(name, src), "utf8");
  for (const [, path = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
    const file = new URL(path, new URL(name, src)).href.replace(/\.js$/, ".ts");
    listEdgeFiles(file.slice(src.href.length), found);
  }
  return found;
}

describe("the edge bundle", () => {
  it.each([...listEdgeFiles()])("uses only Web standards in %s", (name) => {
    const text = readFileSync(new URL(name, src), "utf8");
    expect(text).not.toMatch(/\bBuffer\b|\brequire\(|[^`]process\./);
    const packages = [...text.matchAll(/(?:^import|from|import\() ?"([^".][^"]*)"/gm)].map(
      ([, from]) => from,
    );
    // Node modules and database clients are only for main.ts.
    expect(
      packages.filter((from = "") => !/^(?:@numipay\/core|hono(?:\/[a-z-]+)?)$/.test(from)),
    ).toEqual([]);
  });

  it("contains edge.ts and its imports, but nothing for Node", () => {
    const files = [...listEdgeFiles()];
    expect(files).toEqual(expect.arrayContaining(["edge.ts", "create-relay.ts"]));
    expect(files.filter((name) => /^main|^node/.test(name))).toEqual([]);
  });
});

describe("readSettings", () => {
  it("reads valid settings", () => {
    expect(readSettings(validEnv)).toMatchObject({
      timeoutMs: 2500,
      routes: [
        { pattern: "deposit.successful", url: "https://wallets.internal/events" },
        { pattern: "*", url: "https://audit.internal/" },
      ],
    });
  });

  it("lists all problems without printing secrets", () => {
    const env = {
      RELAY_SECRET: "short-secret",
      RELAY_ROUTES: "*=http://audit.internal",
      RELAY_TIMEOUT_MS: "soon",
    };
    expect(() => readSettings(env)).toThrow(
      /NUMIPAY_SIGNATURE_PASSWORD.*\nRELAY_SECRET.*\nRELAY_ROUTES .*https.*\nRELAY_TIMEOUT_MS/,
    );
    expect(() => readSettings(env)).not.toThrow(/short-secret/);
  });

  it("rejects missing and malformed routes", () => {
    expect(() => readSettings({ ...validEnv, RELAY_ROUTES: "" })).toThrow(
      /RELAY_ROUTES is not set/,
    );
    const withoutPattern = { ...validEnv, RELAY_ROUTES: "=https://a.example" };
    expect(() => readSettings(withoutPattern)).toThrow(/RELAY_ROUTES contains/);
  });
});

describe("the worker", () => {
  it("reads its settings from the request and forwards", async () => {
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
        "x-signature": signPayload(body, validEnv.NUMIPAY_SIGNATURE_PASSWORD),
      },
      body,
    });
    const response = await edge.fetch(request, {
      ...validEnv,
      RELAY_ROUTES: `*=${world.servers.audit.url}/events`,
      // The secret that the audit service checks.
      RELAY_SECRET: relaySecret,
    });
    expect(response.status).toBe(200);
    expect(world.services.audit.types()).toEqual(["deposit.successful"]);
  });
});
