import { describe, expect, it } from "vitest";
import { type JournalStore, memoryJournalStore, type RecordedIntent } from "../../src/index.js";
import { checkout, cutTheSocket, failureOf, respondWith } from "../client/stub-gateway.js";
import { order, page, paid } from "./fixture.js";
import { found, only, startShop, useFakeClock } from "./recover-fixture.js";

const { passMinutes } = useFakeClock();
const resend = "when-not-found" as const;
const listing = (transaction_type: string, more: object = {}) =>
  respondWith(200, [{ tracking_id: "order-1", status: "successful", transaction_type, ...more }]);

describe('with resend "when-not-found", a call', () => {
  it("is released after the grace period, and sent when it is repeated", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(15);
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "released" });
    expect(await shop.store.read(order)).toMatchObject({ state: "refused" });
    expect(shop.posts()).toBe(1);
    shop.gateway.POST = paid;
    expect(await shop.numipay.payouts.request(checkout)).toEqual(page);
    expect(shop.posts()).toBe(2);
  });

  it("stays unknown during the grace period", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(14.99);
    expect(only(await shop.recover({ resend }))).toMatchObject({
      decision: "unknown",
      reason: expect.stringContaining("grace period of 900000 ms"),
    });
    expect(await shop.stateOf()).toBe("unknown");
    expect(only(await shop.recover({ resend, graceMs: 60_000 }))).toMatchObject({
      decision: "released",
    });
  });

  it("has a new grace period after it was sent again", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    await shop.recover({ resend });
    await shop.lose();
    expect(shop.posts()).toBe(2);
    passMinutes(1);
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "unknown" });
  });

  it("is confirmed by the list if the status lags", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    shop.gateway.list = listing("withdrawal");
    expect(only(await shop.recover({ resend }))).toMatchObject({
      decision: "confirmed",
      transaction_status: "successful",
    });
    expect(await shop.stateOf()).toBe("confirmed");
  });

  it("stays unknown if a transaction of another type has its id", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    shop.gateway.list = listing("deposit");
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "unknown" });
  });

  it("stays unknown if the list has an item without a tracking_id", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    shop.gateway.list = listing("withdrawal", { tracking_id: undefined, trackingId: "order-1" });
    expect(only(await shop.recover({ resend }))).toMatchObject({
      decision: "unknown",
      reason: expect.stringContaining("item without a tracking_id"),
    });
  });

  it("stays unknown if the list cannot be read", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    shop.gateway.list = respondWith(500);
    expect(only(await shop.recover({ resend }))).toMatchObject({
      decision: "failed",
      error: { code: "gateway_fault" },
    });
    expect(await shop.stateOf()).toBe("unknown");
  });

  it.each([400, 401, 403, 410, 429, 500])("stays unknown if its status is a %s", async (status) => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    shop.gateway.status = respondWith(status);
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "failed" });
    expect(shop.lists()).toBe(0);
  });

  it("of another API key stays unknown", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    const numipay = shop.connect("test-key-0002");
    expect(only(await shop.recover({ resend, numipay }))).toMatchObject({
      decision: "unknown",
      reason: "it was recorded with another API key",
    });
  });

  it("is claimed before the gateway is asked, so it cannot be sent meanwhile", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    const states: unknown[] = [];
    shop.gateway.list = (response, seen) =>
      void shop.stateOf().then((state) => {
        states.push(state);
        respondWith(200, [])(response, seen);
      });
    await shop.recover({ resend });
    expect(states).toEqual(["sending"]);
  });

  it("is only reported by a dry run", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(20);
    expect(only(await shop.recover({ resend, dryRun: true }))).toMatchObject({
      decision: "released",
    });
    expect(await shop.stateOf()).toBe("unknown");
  });
});

it("releases nothing if it is aborted with the 404 of another call as the reason", async () => {
  const shop = await startShop();
  await shop.lose();
  passMinutes(20);
  const reason = await failureOf(shop.numipay.transactions.status("order-2"));
  const stop = new AbortController();
  shop.gateway.status = () => stop.abort(reason);
  expect(await failureOf(shop.recover({ resend, signal: stop.signal }))).toBe(reason);
  expect(await shop.stateOf()).toBe("unknown");
});

it("reads the list once for several intents, in windows of at most 7 days", async () => {
  const shop = await startShop();
  const paths: string[] = [];
  shop.gateway.list = (response, seen) => {
    paths.push(seen.path);
    respondWith(200, [])(response, seen);
  };
  for (const id of ["order-1", "order-2"]) await shop.lose(id);
  passMinutes(60 * 24 * 8);
  expect((await shop.recover({ resend })).counts).toMatchObject({ released: 2 });
  expect(paths.map((path) => path.match(/\d{2}-\d{2}-\d{4}/g))).toEqual([
    ["20-11-2026", "26-11-2026"],
    ["27-11-2026", "29-11-2026"],
  ]);
});

/** A store whose intents belong to an outbox. */
function outboxStore(attemptedAt: string | undefined): JournalStore {
  const store = memoryJournalStore();
  const toQueued = (recorded: RecordedIntent): RecordedIntent => ({
    ...recorded,
    request: "{}",
    attemptedAt,
  });
  return {
    ...store,
    async claim(...args) {
      const claim = await store.claim(...args);
      return claim.state === "unclear" ? { ...claim, recorded: toQueued(claim.recorded) } : claim;
    },
    unresolved: async (...args) => (await store.unresolved(...args)).map(toQueued),
  };
}

describe('with resend "when-not-found", an intent of the outbox', () => {
  it("is queued again after the grace period", async () => {
    const shop = await startShop(outboxStore("2026-11-20T12:05:00.000Z"));
    await shop.lose();
    passMinutes(19);
    // It was queued 19 minutes ago, and sent 14 minutes ago.
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "unknown" });
    passMinutes(1);
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "queued" });
    expect(await shop.stateOf()).toBe("queued");
  });

  it("stays unknown if the time of its last attempt is not recorded", async () => {
    const shop = await startShop(outboxStore(undefined));
    await shop.lose();
    passMinutes(60);
    expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "unknown" });
  });
});

it("never sends a decision again", async () => {
  const shop = await startShop();
  await failureOf(shop.numipay.payouts.approve({ tracking_id: "order-1" }));
  passMinutes(60);
  expect(only(await shop.recover({ resend }))).toMatchObject({
    slot: "decision",
    decision: "unknown",
    reason: "the gateway does not have the payout",
  });
  expect(shop.lists()).toBe(0);
});

it("confirms what is found although it may be sent again", async () => {
  const shop = await startShop();
  shop.gateway.POST = cutTheSocket;
  await shop.lose();
  passMinutes(60);
  shop.gateway.status = found("rejected");
  expect(only(await shop.recover({ resend }))).toMatchObject({ decision: "confirmed" });
});
