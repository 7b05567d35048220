import { describe, expect, it, vi } from "vitest";
import { createFaultyFetch } from "../src/demo/faulty-fetch.js";

function setUp() {
  const gateway = vi.fn<typeof fetch>(async () => Response.json({ ok: true }));
  return { gateway, ...createFaultyFetch(gateway) };
}

describe("the faulty fetch", () => {
  it.each([
    ["request", 0],
    ["response", 1],
  ] as const)("loses the %s", async (fault, arrived) => {
    const { gateway, fetch, failNext } = setUp();
    failNext(fault);
    await expect(fetch("https://gateway.example")).rejects.toThrow("fetch failed");
    expect(gateway).toHaveBeenCalledTimes(arrived);
  });

  it.each([
    ["refuse", 403, 0],
    [409, 409, 1],
  ] as const)("responds to %s with status %i", async (fault, status, arrived) => {
    const { gateway, fetch, failNext } = setUp();
    failNext(fault);
    expect((await fetch("https://gateway.example")).status).toBe(status);
    expect(gateway).toHaveBeenCalledTimes(arrived);
  });

  it("fails one request only", async () => {
    const { fetch, failNext } = setUp();
    failNext("request");
    await fetch("https://gateway.example").catch(() => undefined);
    expect((await fetch("https://gateway.example")).ok).toBe(true);
  });
});
