import { describe, expect, test } from "vitest";
import { retryAfterMs, retryDelayMs } from "../../src/client/retry.js";
import {
  answer,
  clientOf,
  cutAfter,
  cutTheSocket,
  failureOf,
  inTurn,
  resetTheSocket,
  startGateway,
  type Reply,
} from "./stub-gateway.js";

const found = answer(200, { transaction_status: "successful" });

/** Longer than any call here may take: a client that waits this long instead of what it is told gives up at once. */
const tooLongMs = 60_000;

describe("a call that only looks", () => {
  const passing: [string, Reply][] = [
    ["429", answer(429)],
    ["500", answer(500)],
    ["502", answer(502, "<html>bad gateway</html>")],
    ["503", answer(503)],
    ["504", answer(504)],
    ["a cut connection", cutTheSocket],
    ["a reset connection", resetTheSocket],
    ["half an answer", cutAfter('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"tran')],
  ];

  test.each(passing)("is tried again after %s", async (_name, fault) => {
    const gateway = await startGateway(inTurn(fault, fault, found));
    expect(await clientOf(gateway).transactions.status("a")).toEqual({
      transaction_status: "successful",
    });
    expect(gateway.seen).toHaveLength(3);
  });

  test.each(passing)("is not tried again after %s with retries: 0", async (_name, fault) => {
    const gateway = await startGateway(inTurn(fault, found));
    await failureOf(clientOf(gateway, { retries: 0 }).transactions.status("a"));
    expect(gateway.seen).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 409, 410, 422])("is not tried again after %d", async (status) => {
    const gateway = await startGateway(inTurn(answer(status), found));
    await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
      code: "request_rejected",
      status,
    });
    expect(gateway.seen).toHaveLength(1);
  });

  test("tells of the last fault when all attempts are used up", async () => {
    const gateway = await startGateway(
      inTurn(answer(500), answer(503), answer(502, { error: "last" })),
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
  test.each([
    ["seconds", "0"],
    ["a date", new Date(Date.now() - 5_000).toUTCString()],
  ])("as %s is kept instead of the client's own delay", async (_name, value) => {
    const gateway = await startGateway(inTurn(answer(429, {}, { "retry-after": value }), found));
    await clientOf(gateway, { retryDelayMs: tooLongMs }).transactions.status("a");
    expect(gateway.seen).toHaveLength(2);
  });

  test.each([
    ["seconds", "1"],
    ["a date", new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000).toUTCString()],
    ["a number past all numbers", "9".repeat(400)],
  ])("as %s past the end of the call's time ends the call at once", async (_name, value) => {
    const gateway = await startGateway(answer(429, {}, { "retry-after": value }));
    const { transactions } = clientOf(gateway, { timeoutMs: 1_000 });
    await expect(transactions.status("a")).rejects.toMatchObject({ code: "request_rejected" });
    expect(gateway.seen).toHaveLength(1);
  });

  test("stands on the error, in milliseconds", async () => {
    const gateway = await startGateway(answer(429, {}, { "retry-after": "3600" }));
    await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
      retryAfterMs: 3_600_000,
    });
  });

  test.each([
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
  ])("%j is %j milliseconds", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });

  test("as a date to come is the time until then", () => {
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 10_000);
    const waitMs = retryAfterMs(at.toUTCString()) ?? 0;
    expect(waitMs).toBeGreaterThan(9_000);
    expect(waitMs).toBeLessThanOrEqual(11_000);
  });
});

test.each([0, 1, 250])("a base of %d ms gives a number for any attempt", (baseMs) => {
  for (const attempt of [0, 31, 1_100, 2 ** 31]) {
    const delayMs = retryDelayMs(baseMs, attempt, undefined);
    expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(delayMs).toBeLessThanOrEqual(30_000);
  }
});

test("the client's own delay doubles, less up to half, and stays under 30 seconds", () => {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const fullMs = Math.min(250 * 2 ** attempt, 30_000);
    const delayMs = retryDelayMs(250, attempt, undefined);
    expect(delayMs).toBeGreaterThanOrEqual(fullMs / 2);
    expect(delayMs).toBeLessThanOrEqual(fullMs);
  }
});
