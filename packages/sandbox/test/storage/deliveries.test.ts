import Database from "libsql";
import { describe, expect, it } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { openStore, type Store } from "../../src/storage/store.js";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

async function paid(options: SandboxOptions = {}): Promise<{ merchant: Merchant }> {
  const merchant = await createMerchant(options);
  const url = await openCheckout(merchant);
  await merchant.submit(`${url}/northbank`, { action: "pay" });
  return { merchant };
}

/** Reads the tables of a closed sandbox. */
async function read<T>(merchant: Merchant, file: string, select: (store: Store) => T): Promise<T> {
  await merchant.sandbox.close();
  const store = openStore({ file, seed: undefined, startAt: 0 });
  const seen = select(store);
  store.close();
  return seen;
}

describe("a delivery", () => {
  it("starts as pending", async () => {
    const file = await temporaryFile();
    const { merchant } = await paid({ file });
    const [pending] = await read(merchant, file, (store) =>
      store.deliveries.list({ accountId: store.accounts.first().accountId, limit: 10 }),
    );
    expect(pending).toMatchObject({
      state: "pending",
      attemptsMade: 0,
      status: "successful",
      nextAttemptAt: pending?.createdAt,
      lastStatus: null,
    });
  });

  it.each([
    ["retrying", "0m", () => new Response(null, { status: 503 }), 1, 503],
    ["delivered", "0m", () => new Response("ok"), 1, 200],
    ["given-up", "2h", () => Promise.reject(new TypeError("fetch failed")), 15, null],
  ] as const)("is %s after %s", async (state, after, respond, attemptsMade, lastStatus) => {
    const file = await temporaryFile();
    const { merchant } = await paid({ file });
    merchant.respondWith(respond);
    await merchant.sandbox.advance(after);
    const seen = await read(merchant, file, (store) => {
      const { accountId } = store.accounts.first();
      return {
        all: store.deliveries.list({ accountId, state, limit: 10 }),
        others: (["pending", "retrying", "delivered", "given-up", "dropped"] as const)
          .filter((other) => other !== state)
          .flatMap((other) => store.deliveries.list({ accountId, state: other, limit: 10 })),
        waiting: store.deliveries.countOnTheirWay(accountId),
      };
    });
    expect(seen.others).toEqual([]);
    expect(seen.all).toHaveLength(2);
    expect(seen.waiting).toBe(state === "retrying" ? 2 : 0);
    const start = Date.UTC(2026, 0, 1);
    expect(seen.all[0]).toMatchObject({
      state,
      attemptsMade,
      lastStatus,
      nextAttemptAt: state === "retrying" ? start + 300_000 : null,
    });
  });

  it("stores the request and 16 KiB of the response", async () => {
    const file = await temporaryFile();
    const { merchant } = await paid({ file });
    merchant.respondWith(
      () => new Response(`<é>${"x".repeat(40_000)}`, { status: 500, headers: { "x-trace": "7" } }),
    );
    await merchant.sandbox.flush();
    const password = merchant.sandbox.signaturePassword;
    const [attempt] = await read(merchant, file, (store) => {
      const { accountId } = store.accounts.first();
      const [newest] = store.deliveries.list({ accountId, limit: 1 });
      return store.deliveries.attemptsOf(newest?.deliveryId ?? "");
    });
    expect(attempt).toMatchObject({
      attempt: 1,
      cause: "scheduled",
      fault: null,
      responseStatus: 500,
      requestHeaders: { "content-type": "application/json", "x-signature": attempt?.signature },
    });
    expect(attempt?.responseHeaders).toMatchObject({ "x-trace": "7" });
    expect(Buffer.byteLength(attempt?.responseBody ?? "")).toBe(16 * 1024);
    expect(attempt?.responseBody?.startsWith("<é>xxx")).toBe(true);
    expect(Number.isInteger(attempt?.durationMs)).toBe(true);
    expect(JSON.stringify(attempt)).not.toContain(password);
  });
});

describe("resend", () => {
  it("keeps a delivered webhook delivered", async () => {
    const { merchant } = await paid();
    await merchant.sandbox.flush();
    const [first] = merchant.sandbox.deliveries();
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.sandbox.resend(first?.deliveryId ?? "");
    await merchant.sandbox.runUntilIdle();
    expect(merchant.statuses()).toEqual(["pending", "successful", "pending"]);
    expect(merchant.received[2]?.body).toBe(merchant.received[0]?.body);
    expect(merchant.sandbox.deliveries().at(-1)).toMatchObject({
      deliveryId: first?.deliveryId,
      attempt: 2,
      state: "delivered",
      responseStatus: 500,
      nextAttemptAt: null,
    });
  });

  it("does not restart the retry schedule", async () => {
    const { merchant } = await paid();
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.sandbox.runUntilIdle();
    const { deliveryId = "" } = merchant.sandbox.deliveries().at(-1) ?? {};
    await merchant.sandbox.resend(deliveryId);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.deliveries().at(-1)).toMatchObject({ attempt: 16, state: "given-up" });
    merchant.respondWith(() => new Response());
    await merchant.sandbox.resend(deliveryId);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.deliveries().at(-1)).toMatchObject({ attempt: 17, state: "delivered" });
  });

  it("does not count as a scheduled attempt", async () => {
    const { merchant } = await paid();
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.sandbox.flush();
    const { deliveryId = "" } = merchant.sandbox.deliveries().at(-1) ?? {};
    const attempts = () =>
      merchant.sandbox.deliveries().filter((one) => one.deliveryId === deliveryId);
    await merchant.sandbox.resend(deliveryId);
    await merchant.sandbox.flush();
    expect(attempts().at(-1)).toMatchObject({
      attempt: 2,
      state: "retrying",
      nextAttemptAt: "2026-01-01T00:05:00.000Z",
    });
    await merchant.sandbox.advance("10m");
    expect(attempts().map(({ at }) => at.slice(14, 16))).toEqual(["00", "00", "05", "10"]);
    merchant.respondWith(() => new Response());
    await merchant.sandbox.resend(deliveryId);
    await merchant.sandbox.runUntilIdle();
    expect(attempts()).toHaveLength(5);
    expect(attempts().at(-1)?.state).toBe("delivered");
  });

  it("keeps fifteen scheduled attempts after a failure", async () => {
    const { merchant } = await paid();
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.sandbox.flush();
    const { deliveryId = "" } = merchant.sandbox.deliveries().at(-1) ?? {};
    await merchant.sandbox.resend(deliveryId);
    await merchant.sandbox.runUntilIdle();
    const attempts = merchant.sandbox.deliveries().filter((one) => one.deliveryId === deliveryId);
    expect(attempts).toHaveLength(16);
    expect(attempts.at(-1)).toMatchObject({ state: "given-up", at: "2026-01-01T01:10:00.000Z" });
  });

  it("rejects an unknown delivery", async () => {
    const { merchant } = await paid();
    await expect(merchant.sandbox.resend("nothing")).rejects.toThrow(RangeError);
  });
});

it("rejects a file of version 1 unchanged", async () => {
  const file = await temporaryFile();
  const old = new Database(file);
  old.exec("CREATE TABLE account (id INTEGER, schema_version INTEGER, seed TEXT)");
  old.exec("INSERT INTO account VALUES (1, 1, 'seed')");
  old.close();
  expect(() => openStore({ file, seed: undefined, startAt: 0 })).toThrow("another version");
  const after = new Database(file);
  expect(after.prepare("SELECT name FROM sqlite_master").all()).toEqual([{ name: "account" }]);
  after.close();
});
