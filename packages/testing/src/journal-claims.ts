import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { inspect } from "node:util";
import type { Intent, IntentClaim, JournalStore, RecordedIntent } from "@numipay/core";
import { type JournalBehaviour, leaseMs } from "./journal-fixture.js";
import { withTimeout } from "./with-timeout.js";

/** Who gets a claim, and what it records. */
export const journalClaims: readonly JournalBehaviour[] = [
  {
    name: "records an intent before its claim resolves",
    async play({ store, intent, claimAs }) {
      const one = intent({ metadata: '{"wallet":"w-ü"}' });
      strictEqual(await store.read(one), undefined);
      const before = Date.now();
      await claimAs("new", one);
      const recorded = (await store.read(one)) as RecordedIntent;
      ok(recorded, "there is no record after the claim");
      const { recordedAt, ...others } = recorded;
      deepStrictEqual(others, {
        ...one,
        state: "sending",
        response: undefined,
        responseExpiresAt: undefined,
        attempts: 1,
        request: undefined,
      });
      strictEqual(new Date(recordedAt).toISOString(), recordedAt);
      // The clock of the store may differ.
      ok(Math.abs(Date.parse(recordedAt) - before) < 60_000, `recordedAt is ${recordedAt}`);
    },
  },
  {
    name: "grants one of 20 concurrent claims",
    async play({ store, intent }) {
      for (let round = 0; round < 5; round += 1) {
        const raced = await race(intent({ tracking_id: `order-${round}` }), [store]);
        deepStrictEqual(raced, { new: 1, "in-progress": 19 });
      }
    },
  },
  {
    name: "grants one of 20 concurrent claims of a refused intent",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      await store.complete(intent(), lease, { state: "refused" });
      deepStrictEqual(await race(intent(), [store]), { new: 1, "in-progress": 19 });
    },
  },
  {
    name: "grants one of 20 concurrent claims of an unknown intent",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      await store.complete(intent(), lease, { state: "unknown" });
      deepStrictEqual(await race(intent(), [store]), { unclear: 1, "in-progress": 19 });
    },
  },
  {
    name: "shares claims and records between two stores",
    needs: ["openAnother"],
    async play({ store, openAnother, intent, claimAs }) {
      const other = await openAnother();
      const raced = intent({ tracking_id: "raced" });
      deepStrictEqual(await race(raced, [store, other]), { new: 1, "in-progress": 19 });
      const lease = await claimAs("new", intent());
      strictEqual((await other.claim(intent(), leaseMs)).state, "in-progress");
      strictEqual(await other.complete(intent(), lease, { state: "confirmed" }), true);
      strictEqual((await store.claim(intent(), leaseMs)).state, "confirmed");
    },
  },
  {
    name: "keeps accounts, slots and ids apart",
    async play({ store, intent, account }) {
      const long = "x".repeat(254);
      const apart: Partial<Intent>[] = [
        {},
        { slot: "decision" },
        { account: `${account}-2` },
        { tracking_id: "Order-1" },
        { tracking_id: "order-1 " },
        { tracking_id: "order-é" },
        { tracking_id: "order-e" },
        { tracking_id: `${long}1` },
        { tracking_id: `${long}2` },
        { tracking_id: "b:c" },
        { account: `${account}:b`, tracking_id: "c" },
      ];
      for (const fields of apart) {
        const { state } = await store.claim(intent(fields), leaseMs);
        const which = inspect(fields, { breakLength: Infinity });
        strictEqual(state, "new", `a claim of another intent, ${which}, is ${state}`);
      }
      for (const fields of apart) {
        strictEqual((await store.claim(intent(fields), leaseMs)).state, "in-progress");
      }
    },
  },
  {
    name: "grants a refused intent as new, with other content",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      await store.complete(intent(), lease, { state: "refused" });
      const changed = intent({
        operation: "direct",
        digests: { amount: "c".repeat(32) },
        metadata: '{"wallet":"w-2"}',
      });
      await claimAs("new", changed);
      const { operation, digests, metadata, state } = (await store.read(intent())) ?? {};
      deepStrictEqual({ ...changed, operation, digests, metadata }, changed);
      strictEqual(state, "sending");
    },
  },
  {
    name: "grants an unknown intent as unclear, with its content",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      await store.complete(intent(), lease, { state: "unknown" });
      strictEqual((await store.read(intent()))?.state, "unknown");
      const changed = intent({ operation: "direct", digests: {} });
      const claim = await store.claim(changed, leaseMs);
      ok(claim.state === "unclear", `a claim of an unknown intent is ${claim.state}`);
      const { operation, digests, metadata } = claim.recorded;
      deepStrictEqual({ ...intent(), operation, digests, metadata }, intent());
      deepStrictEqual(await store.read(intent()), claim.recorded);
    },
  },
  {
    name: "grants a queued intent as new, with its content",
    async play({ store, intent, claimAs, stateOf }) {
      const first = await claimAs("new", intent());
      strictEqual(await store.complete(intent(), first, { state: "queued" }), true);
      strictEqual(await stateOf(intent()), "queued");
      const claim = await store.claim(intent({ operation: "direct", digests: {} }), leaseMs);
      ok(claim.state === "new", `a claim of a queued intent is ${claim.state}`);
      ok(claim.recorded, "a claim of a queued intent returns no record");
      const { operation, digests, state } = claim.recorded;
      deepStrictEqual({ ...intent(), operation, digests }, intent());
      strictEqual(state, "sending");
      strictEqual((await store.claim(intent(), leaseMs)).state, "in-progress");
      strictEqual(await store.complete(intent(), first, { state: "refused" }), false);
    },
  },
  {
    name: "counts the attempts since the intent was recorded",
    async play({ store, intent, claimAs }) {
      const attempts = async (): Promise<unknown> => (await store.read(intent()))?.attempts;
      const first = await claimAs("new", intent());
      await store.complete(intent(), first, { state: "unknown" });
      const second = await claimAs("unclear", intent());
      strictEqual((await store.claim(intent(), leaseMs)).state, "in-progress");
      strictEqual(await attempts(), 2);
      await store.complete(intent(), second, { state: "unknown" });
      const third = await claimAs("unclear", intent());
      strictEqual(await attempts(), 3);
      await store.complete(intent(), third, { state: "refused" });
      await claimAs("new", intent());
      strictEqual(await attempts(), 1);
    },
  },
  {
    name: "grants an intent as unclear when its lease expires",
    async play({ store, intent, claimAs, stateOf }) {
      await claimAs("new", intent(), 1);
      for (const claim of [
        await claimExpired(store, intent()),
        await claimExpired(store, intent()),
      ])
        strictEqual(claim.state, "unclear");
      strictEqual(await stateOf(intent()), "sending");
    },
  },
  {
    name: "increases the fencing token with every claim",
    async play({ store, intent, claimAs }) {
      const first = await claimAs("new", intent());
      await store.complete(intent(), first, { state: "refused" });
      const second = await claimAs("new", intent());
      await store.complete(intent(), second, { state: "unknown" });
      const third = await claimAs("unclear", intent());
      ok(first.fencingToken < second.fencingToken, "the second token is not higher");
      ok(second.fencingToken < third.fencingToken, "the third token is not higher");
    },
  },
];

/** Claims an intent as soon as its lease has expired. */
export async function claimExpired(
  store: JournalStore,
  intent: Intent,
  forMs = 1,
): Promise<IntentClaim> {
  const poll = async (): Promise<IntentClaim> => {
    const claim = await store.claim(intent, forMs);
    if (claim.state !== "in-progress") return claim;
    await new Promise((resolve) => setImmediate(resolve));
    return poll();
  };
  return withTimeout(poll(), "the expiry of a lease of 1 ms");
}

async function race(
  intent: Intent,
  stores: readonly JournalStore[],
): Promise<Record<string, number>> {
  const claims = Array.from({ length: 20 }, (_, i) =>
    (stores[i % stores.length] as JournalStore).claim(intent, leaseMs),
  );
  const counts: Record<string, number> = {};
  for (const { state } of await withTimeout(Promise.all(claims), "20 claims")) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
