import { describe, expect, it } from "vitest";
import { retryAfterMs, retryDelayMs } from "../../src/client/retry.js";
import {
  respondWith,
  clientOf,
  cutAfter,
  cutTheSocket,
  failureOf,
  inSequence,
  resetTheSocket,
  startGateway,
  type Reply,
} from "./stub-gateway.js";

const found = respondWith(200, { transaction_status: "successful" });

/** Longer than any call here may take: with this delay instead of Retry-After, the client would not retry. */
const tooLongMs = 60_000;

describe("a read", () => {
  const passing: [string, Reply][] = [
    ["429", respondWith(429)],
    ["500", respondWith(500)],
    ["502", respondWith(502, "<html>bad gateway</html>")],
    ["503", respondWith(503)],
    ["504", respondWith(504)],
    ["a cut connection", cutTheSocket],
    ["a reset connection", resetTheSocket],
    ["half a response", cutAfter('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"tran')],
  ];

  it.each(passing)("is retried after %s", async (_name, fault) => {
    const gateway = await startGateway(inSequence(fault, fault, found));
    expect(await clientOf(gateway).transactions.status("a")).toEqual({
      transaction_status: "successful",
    });
    expect(gateway.seen).toHaveLength(3);
  });

  it.each(passing)("is not retried after %s with retries: 0", async (_name, fault) => {
    const gateway = await startGateway(inSequence(fault, found));
    await failureOf(clientOf(gateway, { retries: 0 }).transactions.status("a"));
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 410, 422])("is not retried after %d", async (status) => {
    const gateway = await startGateway(inSequence(respondWith(status), found));
    await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
      code: "request_rejected",
      status,
    });
    expect(gateway.seen).toHaveLength(1);
  });

  it("throws the last error", async () => {
    const gateway = await startGateway(
      inSequence(respondWith(500), respondWith(503), respondWith(502, { error: "last" })),
    );
    await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
      code: "gateway_fault",
      status: 502,
      body: { error: "last" },
    });
    expect(gateway.seen).toHaveLength(3);
  });
});

describe("Retry-After", () => {
  it.each([
    ["seconds", "0"],
    ["a date", new Date(Date.now() - 5_000).toUTCString()],
  ])("as %s overrides the client's delay", async (_name, value) => {
    const gateway = await startGateway(
      inSequence(respondWith(429, {}, { "retry-after": value }), found),
    );
    await clientOf(gateway, { retryDelayMs: tooLongMs }).transactions.status("a");
    expect(gateway.seen).toHaveLength(2);
  });

  it.each([
    ["seconds", "1"],
    ["a date", new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000).toUTCString()],
    ["an infinite number", "9".repeat(400)],
  ])("as %s beyond the timeout ends the call", async (_name, value) => {
    const gateway = await startGateway(respondWith(429, {}, { "retry-after": value }));
    const { transactions } = clientOf(gateway, { timeoutMs: 1_000 });
    await expect(transactions.status("a")).rejects.toMatchObject({ code: "request_rejected" });
    expect(gateway.seen).toHaveLength(1);
  });

  it("is on the error in milliseconds", async () => {
    const gateway = await startGateway(respondWith(429, {}, { "retry-after": "3600" }));
    await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
      retryAfterMs: 3_600_000,
    });
  });

  it.each([
    [null, undefined],
    ["", undefined],
    ["soon", undefined],
    ["-1", undefined],
    ["-1.5", undefined],
    ["1e3", undefined],
    ["NaN", undefined],
    ["Infinity", undefined],
    ["1.5", 1_500],
    ["0.0001", 1],
    ["2147483", 2_147_483_000],
    ["2147484", 2_147_483_647],
    ["99999999999", 2_147_483_647],
    ["9".repeat(400), 2_147_483_647],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 2_147_483_647],
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ])("%j is %j ms", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });

  it("as a future date is the remaining time", () => {
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 10_000);
    const waitMs = retryAfterMs(at.toUTCString()) ?? 0;
    expect(waitMs).toBeGreaterThan(9_000);
    expect(waitMs).toBeLessThanOrEqual(11_000);
  });
});

describe("retryDelayMs", () => {
  it.each([0, 1, 250])("is finite for a base of %d ms", (baseMs) => {
    for (const attempt of [0, 31, 1_100, 2 ** 31]) {
      const delayMs = retryDelayMs(baseMs, attempt, undefined);
      expect(delayMs).toBeGreaterThanOrEqual(0);
      expect(delayMs).toBeLessThanOrEqual(30_000);
    }
  });

  it("doubles with jitter up to 30 seconds", () => {
    for (let attempt = 0; attempt < 2_000; attempt += 1) {
      const fullMs = Math.min(250 * 2 ** attempt, 30_000);
      const delayMs = retryDelayMs(250, attempt, undefined);
      expect(delayMs).toBeGreaterThanOrEqual(fullMs / 2);
      expect(delayMs).toBeLessThanOrEqual(fullMs);
    }
  });
});
