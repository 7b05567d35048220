import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";

interface Message {
  readonly run: string;
  readonly changes: Record<string, number>;
  readonly clock: string;
}

/** Reads the change stream like an open page. */
async function follow(merchant: Merchant) {
  const response = await merchant.page(`${merchant.sandbox.baseUrl}/portal/changes`);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const next = async (): Promise<Message | undefined> => {
    const { value, done } = await reader.read();
    if (done) return undefined;
    return JSON.parse(new TextDecoder().decode(value).replace(/^data: /, "")) as Message;
  };
  return { next, leave: () => reader.cancel() };
}

async function openMerchant(): Promise<Merchant> {
  const merchant = await createMerchant({}, "over HTTP");
  onTestFinished(() => merchant.sandbox.close());
  return merchant;
}

describe("the change stream", () => {
  it("sends the current versions, then changes", async () => {
    const merchant = await openMerchant();
    const { next, leave } = await follow(merchant);
    const first = await next();
    expect(first?.clock).toBe("1 Jan 2026, 00:00:00 UTC");
    await openCheckout(merchant);
    const second = await next();
    expect(second?.changes["transactions"]).toBeGreaterThan(first?.changes["transactions"] ?? 0);
    expect(second?.changes["deliveries"]).toBe(first?.changes["deliveries"]);
    await merchant.sandbox.advance(1000);
    expect((await next())?.clock).toBe("1 Jan 2026, 00:00:01 UTC");
    await leave();
  });

  it("matches the version of a rendered page", async () => {
    const merchant = await openMerchant();
    await openCheckout(merchant);
    const html = await (
      await merchant.page(`${merchant.sandbox.baseUrl}/portal/transactions`)
    ).text();
    const version = JSON.parse(
      (/data-version="([^"]+)"/.exec(html)?.[1] ?? "").replaceAll("&quot;", '"'),
    ) as Message["changes"];
    const { next, leave } = await follow(merchant);
    expect((await next())?.changes).toMatchObject(version);
    expect(version["transactions"]).toBeGreaterThan(0);
    await leave();
  });

  it("repeats the last message every 5 seconds", async () => {
    const merchant = await createMerchant();
    onTestFinished(() => merchant.sandbox.close());
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const { next, leave } = await follow(merchant);
    const first = await next();
    let isRepeated = false;
    const second = next().finally(() => {
      isRepeated = true;
    });
    await vi.advanceTimersByTimeAsync(4900);
    expect(isRepeated).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(await second).toEqual(first);
    await leave();
  });

  it("names the run of the sandbox as its pages do", async () => {
    const runOf = async (merchant: Merchant) => {
      const { next, leave } = await follow(merchant);
      const run = (await next())?.run ?? "";
      await leave();
      const page = await merchant.page(`${merchant.sandbox.baseUrl}/portal/transactions`);
      expect(await page.text()).toContain(`data-run="${run}"`);
      return run;
    };
    // The same seed and the same data.
    const [first, second] = [await openMerchant(), await openMerchant()];
    expect(await runOf(first)).not.toBe(await runOf(second));
  });

  it("ends when the sandbox closes", async () => {
    for (const transport of ["over HTTP", "in process"] as const) {
      const merchant = await createMerchant({}, transport);
      const { next } = await follow(merchant);
      await next();
      const last = next().catch(() => undefined);
      await merchant.sandbox.close();
      expect(await last).toBeUndefined();
    }
  });
});
