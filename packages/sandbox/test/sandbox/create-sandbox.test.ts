import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox } from "../../src/index.js";
import { createMerchant, openCheckout, order } from "../merchant.js";

const native = [globalThis.Request, globalThis.Response];

describe("a sandbox", () => {
  it("depends on its seed only", async () => {
    const run = async (seed?: string) => {
      const merchant = await createMerchant(seed === undefined ? {} : { seed });
      merchant.respondWith(
        () => new Response(null, { status: merchant.received.length % 3 ? 500 : 200 }),
      );
      for (const id of ["a", "b"]) {
        const url = await openCheckout(merchant, { tracking_id: id });
        await merchant.submit(`${url}/northbank`, { action: "pay" });
      }
      await merchant.sandbox.runUntilIdle();
      const { apiKey, liveApiKey, signaturePassword } = merchant.sandbox;
      return {
        keys: [apiKey, liveApiKey, signaturePassword],
        transactions: merchant.sandbox.transactions(),
        deliveries: merchant.sandbox.deliveries(),
      };
    };
    const first = await run("seed-1");
    expect(await run("seed-1")).toEqual(first);
    expect(await run()).toEqual(await run());
    const other = await run("seed-2");
    for (const [index, key] of first.keys.entries()) expect(other.keys[index]).not.toBe(key);
    expect(other.transactions[0]?.transaction_id).not.toBe(first.transactions[0]?.transaction_id);
  });

  it("has recognizable keys and password", async () => {
    const { apiKey, liveApiKey, signaturePassword } = await createSandbox();
    expect(apiKey).toMatch(/^sandbox_dev_[a-z0-9]{32}$/);
    expect(liveApiKey).toMatch(/^sandbox_live_[a-z0-9]{32}$/);
    expect(signaturePassword).toMatch(/^sandbox_[a-z0-9]{40}$/);
  });

  it("starts at the configured time", async () => {
    expect((await createSandbox()).now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
    const startAt = new Date("2027-05-06T07:08:09Z");
    expect((await createSandbox({ startAt })).now()).toEqual(startAt);
    await expect(createSandbox({ startAt: "yesterday" })).rejects.toThrow(RangeError);
    for (const deliveryTimeoutMs of [0, 1.5, NaN, Infinity, 2 ** 31]) {
      await expect(createSandbox({ deliveryTimeoutMs })).rejects.toThrow("deliveryTimeoutMs");
    }
  });

  it("lists transactions with their mode", async () => {
    const merchant = await createMerchant();
    await openCheckout(merchant);
    await merchant.sandbox.advance("5m");
    expect(merchant.sandbox.transactions()).toEqual([
      {
        transaction_id: expect.stringMatching(/^[a-z0-9]{15}$/),
        user_id: "customer-1",
        tracking_id: "order-1",
        status: "pending",
        currency: "EUR",
        amount: "200.00",
        transaction_type: "deposit",
        created_at: "2026-01-01T00:00:00.000Z",
        updated_at: "2026-01-01T00:00:00.000Z",
        mode: "test",
        account: merchant.sandbox.account().accountId,
        provider: null,
        stage: "open",
        rejected_reason: null,
      },
    ]);
  });

  it("expires pages after the configured time", async () => {
    const merchant = await createMerchant({ expiresAfter: "2m" });
    await openCheckout(merchant);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.now().toISOString()).toBe("2026-01-01T00:02:00.000Z");
    expect(merchant.statuses()).toEqual(["expired"]);
  });

  it("does not wait for the expiry of decided payments", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("delivers in the background after each request", async () => {
    const merchant = await createMerchant({ autoDeliver: true });
    let responded = false;
    merchant.respondWith(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      responded = true;
      return new Response();
    });
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    expect(responded).toBe(false);
    await merchant.sandbox.flush();
    expect(merchant.statuses()).toEqual(["pending", "successful"]);
  });

  it("lets a webhook handler call the API", async () => {
    const merchant = await createMerchant({ autoDeliver: true });
    const seen: unknown[] = [];
    merchant.respondWith(async () => {
      seen.push((await merchant.call("GET", "/transactions/order-1")).body);
      return new Response();
    });
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await merchant.sandbox.flush();
    expect(seen).toEqual([
      { transaction_status: "successful" },
      { transaction_status: "successful" },
    ]);
  });

  it("has client options that work in process", async () => {
    const { clientOptions, apiKey } = await createSandbox();
    expect(clientOptions).toMatchObject({ apiKey, baseUrl: "http://localhost" });
    const response = await clientOptions.fetch(`${clientOptions.baseUrl}/transactions`, {
      headers: { "X-Api-Key": clientOptions.apiKey },
    });
    expect(await response.json()).toEqual([]);
  });

  it("rejects an aborted request", async () => {
    const { sandbox } = await createMerchant();
    const request = sandbox.fetch("/transactions", { signal: AbortSignal.abort() });
    await expect(request).rejects.toThrow("aborted");
  });

  it("rejects calls after closing", async () => {
    const { sandbox } = await createMerchant();
    await sandbox.close();
    await sandbox.close();
    await expect(sandbox.fetch("/transactions")).rejects.toThrow("closed");
    await expect(sandbox.advance("5m")).rejects.toThrow("closed");
    expect(() => sandbox.transactions()).toThrow("closed");
  });

  it("closes while a receiver hangs", async () => {
    const merchant = await createMerchant({ autoDeliver: true });
    merchant.respondWith(() => new Promise<Response>(() => undefined));
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await merchant.sandbox.close();
    expect(merchant.received.length).toBeLessThanOrEqual(1);
  });
});

describe("listening", () => {
  it("returns URLs with the request's origin", async () => {
    const { sandbox } = await createMerchant();
    onTestFinished(() => sandbox.close());
    const server = await sandbox.listen();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect([sandbox.baseUrl, sandbox.clientOptions.baseUrl]).toEqual([server.url, server.url]);
    const open = async (origin: string, id: string) => {
      const response = await fetch(`${origin}/payments/hosted`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify({ request: order({ tracking_id: id }) }),
      });
      return new URL(((await response.json()) as { url: string }).url).origin;
    };
    expect(await open(server.url, "a")).toBe(server.url);
    const byName = server.url.replace("127.0.0.1", "localhost");
    expect(await open(byName, "b")).toBe(byName);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  it.each(["0.0.0.0", "::", "192.168.1.1", "example.com", "127.0.0.1.evil.test"])(
    "rejects the host %s",
    async (host) => {
      const { sandbox } = await createMerchant();
      await expect(sandbox.listen({ host })).rejects.toThrow(RangeError);
    },
  );

  it("reports a port in use", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise((resolve) => taken.close(() => resolve())));
    const { sandbox } = await createMerchant();
    const { port } = taken.address() as { port: number };
    await expect(sandbox.listen({ port })).rejects.toThrow("EADDRINUSE");
  });

  it("does not replace the global Request and Response", async () => {
    const { sandbox } = await createMerchant({}, "over HTTP");
    expect([globalThis.Request, globalThis.Response]).toEqual(native);
    await sandbox.close();
  });
});

it("uses real time and randomness in few files only", () => {
  const source = join(import.meta.dirname, "../../src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    // Runs in the browser.
    .filter((file) => !file.startsWith(join("portal", "public")))
    .filter((file) =>
      /Date\.now|new Date\(\)|performance\.now|Math\.random|randomUUID|randomBytes/.test(
        readFileSync(join(source, file), "utf8"),
      ),
    );
  expect(files.toSorted()).toEqual([
    join("clock", "follow-real-time.ts"),
    join("clock", "stopwatch.ts"),
    // The heartbeat of open pages, and the identity of this run of the sandbox.
    join("portal", "change-stream.ts"),
    join("portal", "changes.ts"),
    join("server", "tls", "open-tls.ts"),
  ]);
});
