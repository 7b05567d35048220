import { describe, expect, it } from "vitest";
import { buyCoins } from "../demo/player.js";
import { openWorld, sendWebhook } from "./world.js";

describe("a purchase", () => {
  it("reaches wallets and audit when paid", async () => {
    const world = await openWorld();
    await buyCoins(world, "pay");
    const { wallets, support, audit } = world.services;
    expect(wallets.types()).toEqual(["deposit.successful"]);
    expect(support.types()).toEqual([]);
    expect(audit.types()).toEqual(["deposit.pending", "deposit.successful"]);
  });

  it("is forwarded with its whole payload and key", async () => {
    const world = await openWorld();
    await buyCoins(world, "pay");
    const [transaction] = world.sandbox.transactions();
    const [[key, received] = []] = world.services.wallets.processed;
    expect(key).toBe(`deposit:${transaction?.transaction_id}:successful`);
    expect(received).toEqual({
      type: "deposit.successful",
      contradicts: null,
      event: JSON.parse(world.sandbox.deliveries().at(-1)?.requestBody ?? ""),
    });
  });

  it("reaches support and audit when declined", async () => {
    const world = await openWorld();
    await buyCoins(world, "fail");
    const { wallets, support, audit } = world.services;
    expect(wallets.requestCount()).toBe(0);
    expect(support.types()).toEqual(["deposit.rejected"]);
    expect(audit.types()).toEqual(["deposit.pending", "deposit.rejected"]);
  });

  it("reaches only audit when it expires", async () => {
    const world = await openWorld();
    await buyCoins(world, "leave");
    await world.sandbox.advance("30m");
    const { wallets, support, audit } = world.services;
    expect(audit.types()).toEqual(["deposit.expired"]);
    expect(wallets.requestCount() + support.requestCount()).toBe(0);
  });
});

describe("routes", () => {
  it.each([
    ["withdrawal.rejected", { wallets: 0, support: 1, audit: 1 }],
    ["withdrawal.successful", { wallets: 0, support: 0, audit: 1 }],
    ["chargeback.opened", { wallets: 0, support: 0, audit: 1 }],
  ])("forward %s by pattern", async (type, expected) => {
    const world = await openWorld();
    const [transaction_type = "", status = ""] = type.split(".");
    await sendWebhook(world, { transaction_type, status });
    const { wallets, support, audit } = world.services;
    expect({
      wallets: wallets.processed.size,
      support: support.processed.size,
      audit: audit.processed.size,
    }).toEqual(expected);
  });

  it("mark an event that contradicts an earlier one", async () => {
    const world = await openWorld();
    await sendWebhook(world, { status: "rejected" });
    await sendWebhook(world);
    const [received] = world.services.wallets.processed.values();
    expect(received?.contradicts).toBe("rejected");
  });

  it("escape ids that are invalid in headers", async () => {
    const world = await openWorld();
    for (const transaction_id of ["snow ☃\n", "snow ☄\n"]) {
      expect(await sendWebhook(world, { transaction_id })).toMatchObject({ outcome: "processed" });
    }
    expect([...world.services.wallets.processed.keys()]).toEqual([
      "deposit:snow%u0020%u2603%u000a:successful",
      "deposit:snow%u0020%u2604%u000a:successful",
    ]);
  });
});

describe("the relay's HTTP server", () => {
  it.each(["/", "/webhooks", "/events"])("returns a 404 for %s", async (path) => {
    const world = await openWorld();
    const response = await fetch(world.relayUrl + path, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
  });

  it("shows browsers what it is, but not the services' addresses", async () => {
    const world = await openWorld();
    const response = await fetch(world.relayUrl);
    const text = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).toContain("The relay is running");
    expect(text).toContain("deposit.successful");
    for (const { url } of world.routes) expect(text).not.toContain(url);
  });

  it.each([
    ["browsers", "text/html,application/xhtml+xml,*/*;q=0.8", "<h1>Page not found</h1>"],
    ["programs", "*/*", "Not found."],
  ])("describes an unknown address to %s", async (_name, accept, expected) => {
    const world = await openWorld();
    const response = await fetch(`${world.relayUrl}/nowhere`, { headers: { accept } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(expected);
  });

  it("allows only POST for webhooks", async () => {
    const world = await openWorld();
    const response = await fetch(world.webhookUrl);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  it("has a health check", async () => {
    const world = await openWorld();
    expect(await (await fetch(`${world.relayUrl}/health`)).text()).toBe("ok");
  });
});
