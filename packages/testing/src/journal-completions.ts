import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { claimExpired } from "./journal-claims.js";
import { type JournalBehaviour, leaseMs } from "./journal-fixture.js";

/** Close to the longest that is stored. */
const toLongResponse = (): string =>
  JSON.stringify({ url: "https://pay.example/ü?a=1&b='2'\n", note: "x".repeat(65_000) });
const responseExpiresAt = "2100-01-02T03:04:05.678Z";

/** How a claim ends. */
export const journalCompletions: readonly JournalBehaviour[] = [
  {
    name: "returns the response of a confirmed intent",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      const result = { state: "confirmed", response: toLongResponse(), responseExpiresAt } as const;
      strictEqual(await store.complete(intent(), lease, result), true);
      const claim = await store.claim(intent({ digests: {} }), leaseMs);
      ok(claim.state === "confirmed", `a claim of a confirmed intent is ${claim.state}`);
      const { recordedAt: _, ...recorded } = claim.recorded;
      deepStrictEqual(recorded, { ...intent(), ...result, attempts: 1, request: undefined });
      deepStrictEqual(await store.read(intent()), claim.recorded);
    },
  },
  {
    name: "confirms an unclear intent without a response",
    async play({ store, intent, claimAs }) {
      const lease = await claimAs("new", intent());
      await store.complete(intent(), lease, { state: "unknown" });
      const second = await claimAs("unclear", intent());
      strictEqual(await store.complete(intent(), second, { state: "confirmed" }), true);
      const claim = await store.claim(intent(), leaseMs);
      ok(claim.state === "confirmed", `a claim of a confirmed intent is ${claim.state}`);
      strictEqual(claim.recorded.response, undefined);
    },
  },
  {
    name: "rejects a complete of a lost lease",
    async play({ store, intent, claimAs, stateOf }) {
      const lost = await claimAs("new", intent(), 1);
      const claim = await claimExpired(store, intent(), leaseMs);
      ok(claim.state === "unclear", `a claim after the lease is ${claim.state}`);
      strictEqual(await store.complete(intent(), lost, { state: "refused" }), false);
      strictEqual(await stateOf(intent()), "sending");
      strictEqual(await store.complete(intent(), claim.lease, { state: "unknown" }), true);
      strictEqual(await store.complete(intent(), lost, { state: "confirmed" }), false);
      strictEqual(await stateOf(intent()), "unknown");
    },
  },
  {
    name: "accepts a complete after the lease if no other claim was granted",
    async play({ store, intent, claimAs, stateOf }) {
      // The lease of another intent, which begins later, has expired: so has this one.
      const lease = await claimAs("new", intent(), 1);
      const later = intent({ tracking_id: "later" });
      await claimAs("new", later, 1);
      await claimExpired(store, later);
      strictEqual(await store.complete(intent(), lease, { state: "confirmed" }), true);
      strictEqual(await stateOf(intent()), "confirmed");
    },
  },
  {
    name: "completes a claim once",
    async play({ store, intent, claimAs, stateOf }) {
      const lease = await claimAs("new", intent());
      strictEqual(await store.complete(intent(), lease, { state: "confirmed" }), true);
      strictEqual(await store.complete(intent(), lease, { state: "refused" }), false);
      strictEqual(await stateOf(intent()), "confirmed");
    },
  },
  {
    name: "never completes an intent without a record",
    async play({ store, intent, stateOf }) {
      const lease = { fencingToken: 1 };
      strictEqual(await store.complete(intent(), lease, { state: "confirmed" }), false);
      strictEqual(await stateOf(intent()), undefined);
    },
  },
  {
    name: "rejects every call while the store is unreachable, and keeps its records",
    needs: ["cutOff"],
    async play({ store, intent, cutOff, claimAs, stateOf }) {
      const lease = await claimAs("new", intent());
      const restore = await cutOff();
      const other = intent({ tracking_id: "order-2" });
      try {
        await rejects(async () => store.claim(other, leaseMs), "claim resolved");
        await rejects(
          async () => store.complete(intent(), lease, { state: "confirmed" }),
          "complete resolved",
        );
        await rejects(async () => store.read(intent()), "read resolved");
        await rejects(async () => store.unresolved(intent().account), "unresolved resolved");
      } finally {
        await restore();
      }
      strictEqual(await stateOf(intent()), "sending");
      strictEqual(await store.complete(intent(), lease, { state: "confirmed" }), true);
    },
  },
];
