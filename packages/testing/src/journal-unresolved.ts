import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { IntentResult, JournalStore, RecordedIntent } from "@numipay/core";
import { claimExpired } from "./journal-claims.js";
import { type JournalBehaviour, type JournalFixture, leaseMs } from "./journal-fixture.js";

/** Enough for two pages. */
const many = Array.from({ length: 120 }, (_, index) => `order-${index}`);

/** What recovery gets to resolve. */
export const journalUnresolved: readonly JournalBehaviour[] = [
  {
    name: "lists unknown intents and those whose lease expired",
    async play(fixture) {
      const { store, intent, claimAs, account } = fixture;
      deepStrictEqual(await store.unresolved(account), []);
      const ends = ["confirmed", "refused", "queued", "unknown"] as const;
      for (const state of ends) await end(fixture, state, { state });
      await claimAs("new", intent({ tracking_id: "in progress" }));
      await claimAs("new", intent({ tracking_id: "expired", metadata: '{"wallet":"w-1"}' }), 1);
      // The lease of another intent, which begins later, has expired: so has this one.
      const later = intent({ tracking_id: "later" });
      await claimAs("new", later, 1);
      const claim = await claimExpired(store, later, leaseMs);
      strictEqual(claim.state, "unclear", `a claim after the lease is ${claim.state}`);
      deepStrictEqual(await idsOf(store, account), ["expired", "unknown"]);
      for (const recorded of await store.unresolved(account)) {
        deepStrictEqual(recorded, await store.read(recorded));
      }
    },
  },
  {
    name: "removes an intent from the unresolved ones when it is resolved",
    async play(fixture) {
      const { store, intent, claimAs, account } = fixture;
      await end(fixture, "order-1", { state: "unknown" });
      const lease = await claimAs("unclear", intent());
      deepStrictEqual(await idsOf(store, account), []);
      await store.complete(intent(), lease, { state: "unknown" });
      deepStrictEqual(await idsOf(store, account), ["order-1"]);
      const again = await claimAs("unclear", intent());
      await store.complete(intent(), again, { state: "confirmed" });
      deepStrictEqual(await idsOf(store, account), []);
    },
  },
  {
    name: "lists unresolved intents in pages of at most 100",
    async play(fixture) {
      const { store, account } = fixture;
      await endMany(fixture);
      const first = await store.unresolved(account);
      ok(first.length > 0 && first.length <= 100, `the first page has ${first.length} intents`);
      deepStrictEqual(await store.unresolved(account), first);
      deepStrictEqual(await idsOf(store, account), many.toSorted());
    },
  },
  {
    name: "continues after an intent that was resolved",
    async play(fixture) {
      const { store, account, claimAs } = fixture;
      await endMany(fixture);
      const seen: string[] = [];
      await eachPage(store, account, async (page) => {
        for (const recorded of page) {
          seen.push(recorded.tracking_id);
          const lease = await claimAs("unclear", recorded);
          await store.complete(recorded, lease, { state: "confirmed" });
        }
      });
      deepStrictEqual(seen.toSorted(), many.toSorted());
    },
  },
  {
    name: "lists the unresolved intents of one account, in both slots",
    async play(fixture) {
      const { store, intent, account } = fixture;
      const odd = ["a:b", "ü", " ", "{1}", "%_*", String.raw`\n"'`, "x".repeat(255)];
      for (const tracking_id of odd) {
        for (const fields of [
          { tracking_id },
          { tracking_id, slot: "decision" } as const,
          { tracking_id, account: `${account}:b` },
          { tracking_id, account: `${account}-2` },
        ]) {
          const claim = await store.claim(intent(fields), leaseMs);
          ok(claim.state === "new", `a claim is ${claim.state}`);
          await store.complete(intent(fields), claim.lease, { state: "unknown" });
        }
      }
      deepStrictEqual(await idsOf(store, account), [...odd, ...odd].toSorted());
      deepStrictEqual(await idsOf(store, `${account}:b`), odd.toSorted());
    },
  },
];

async function end(
  { store, intent, claimAs }: JournalFixture,
  tracking_id: string,
  result: IntentResult,
): Promise<void> {
  const one = intent({ tracking_id });
  strictEqual(await store.complete(one, await claimAs("new", one), result), true);
}

async function endMany(fixture: JournalFixture): Promise<void> {
  for (let from = 0; from < many.length; from += 10) {
    const ids = many.slice(from, from + 10);
    await Promise.all(ids.map((id) => end(fixture, id, { state: "unknown" })));
  }
}

async function idsOf(store: JournalStore, account: string): Promise<string[]> {
  const ids: string[] = [];
  await eachPage(store, account, async (page) => {
    ids.push(...page.map(({ tracking_id }) => tracking_id));
  });
  return ids.toSorted();
}

async function eachPage(
  store: JournalStore,
  account: string,
  visit: (page: RecordedIntent[]) => Promise<void>,
): Promise<void> {
  let after: RecordedIntent | undefined;
  // One more than an engine needs that returns one intent a page.
  for (let pages = 0; pages <= many.length; pages += 1) {
    const page = await store.unresolved(account, after);
    if (page.length === 0) return;
    await visit(page);
    after = page.at(-1);
  }
  ok(false, "unresolved never returned an empty page");
}
