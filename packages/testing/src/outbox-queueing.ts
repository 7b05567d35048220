import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { RecordedIntent } from "@numipay/core";
import { complete, dueOf } from "./due-calls.js";
import { checkPosts, type OutboxBehaviour, toPayout } from "./outbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

const payout = toPayout("payout-1");

/** How calls are queued, marked and taken. */
export const outboxQueueing = (): OutboxBehaviour[] => [
  {
    name: "queues a call with the transaction that debits for it",
    async play(fixture) {
      const { begin, addEffect, connect, read, rows, finish } = fixture;
      const { outbox } = connect();
      const { tx, rollback } = await begin();
      await addEffect(tx, "debit payout-1");
      await outbox.enqueue(tx, "payouts.request", payout);
      await rollback();
      strictEqual(await read("payout-1"), undefined, "a call is queued after a rollback");
      await outbox.runOnce();
      deepStrictEqual(await rows(), []);
      await fixture.queue("payout-1");
      strictEqual((await read("payout-1"))?.state, "queued");
      await finish("payout-1");
      checkPosts(fixture, "payout-1", 1);
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
  {
    name: "sends nothing before the transaction commits",
    needs: ["concurrentTransactions"],
    async play(fixture) {
      const { begin, connect, finish } = fixture;
      const { tx, commit } = await begin();
      await connect().outbox.enqueue(tx, "payouts.request", payout);
      const run = await withTimeout(connect().outbox.runOnce(), "a run beside a transaction");
      strictEqual(run.confirmed, 0);
      checkPosts(fixture, "payout-1", 0);
      await commit();
      await finish("payout-1");
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "queues a tracking_id once",
    async play(fixture) {
      const { begin, addEffect, connect, rows, finish, queue } = fixture;
      await queue("payout-1");
      const { tx, rollback } = await begin();
      await addEffect(tx, "debit payout-1");
      await rejects(async () => connect().outbox.enqueue(tx, "payouts.request", payout), {
        code: "already_queued",
      });
      await rollback();
      await finish("payout-1");
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "does not queue what was sent directly",
    async play(fixture) {
      const { begin, connect } = fixture;
      const { numipay, outbox } = connect();
      await numipay.payouts.request(payout);
      const { tx, rollback } = await begin();
      await rejects(async () => outbox.enqueue(tx, "payouts.request", payout), {
        code: "already_queued",
      });
      await rollback();
      await outbox.runOnce();
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "queues one of two transactions with the same tracking_id",
    needs: ["concurrentTransactions"],
    async play(fixture) {
      const { begin, addEffect, connect, rows, finish } = fixture;
      const [first, second] = [await begin(), await begin()];
      const { outbox } = connect();
      await addEffect(first.tx, "debit payout-1");
      await addEffect(second.tx, "debit payout-1");
      await outbox.enqueue(first.tx, "payouts.request", payout);
      const refused = rejects(
        async () => outbox.enqueue(second.tx, "payouts.request", payout),
        "both transactions queued the call",
      );
      await giveTime(refused);
      await first.commit();
      await withTimeout(refused, "the second transaction");
      await second.rollback();
      await finish("payout-1");
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
  {
    name: "keeps every text of a call",
    async play(fixture) {
      const { begin, connect, read, finish } = fixture;
      const text = "\u0000 é 🙂 '\"\\ \ud800 %s ?";
      const ids = ["Ünïcode 🙂", "x".repeat(255), "payout-1 ", "PAYOUT-1", "payout-1"];
      for (const id of ids) {
        const { tx, commit } = await begin();
        const request = { ...toPayout(id), user_id: "x".repeat(40_000) };
        await connect().outbox.enqueue(tx, "payouts.request", request, { text });
        await commit();
        const recorded = (await read(id)) as RecordedIntent;
        ok(recorded, "a call is not recorded under its tracking_id");
        deepStrictEqual(JSON.parse(recorded.request ?? "null"), request);
        deepStrictEqual(JSON.parse(recorded.metadata ?? "null"), { text });
        strictEqual(recorded.tracking_id, id);
      }
      await finish(...ids);
      for (const id of ids) checkPosts(fixture, id, 1);
    },
  },
  {
    name: "takes each due call once, the longest due first",
    async play({ queue, store, account }) {
      for (const id of ["payout-1", "payout-2", "payout-3"]) {
        await queue(id);
        // Engines with a clock of milliseconds may otherwise queue them at the same time.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const takeIds = async (limit: number, from = account): Promise<string[]> =>
        (await store.takeDue(from, limit, 60_000)).map(({ tracking_id }) => tracking_id);
      deepStrictEqual(await takeIds(10, `${account}-2`), [], "another account got a call");
      deepStrictEqual(await takeIds(2), ["payout-1", "payout-2"]);
      deepStrictEqual(await takeIds(2), ["payout-3"]);
      deepStrictEqual(await takeIds(2), [], "a taken call is due at once");
    },
  },
  {
    name: "delays a call for as long as it is asked to",
    async play(fixture) {
      const { queue, read } = fixture;
      await queue("payout-1");
      await complete(fixture, { state: "queued", retryInMs: 60_000 });
      strictEqual((await read("payout-1"))?.state, "queued");
      deepStrictEqual(await dueOf(fixture), []);
      await complete(fixture, { state: "unknown" });
      deepStrictEqual(await dueOf(fixture), ["unknown"]);
      strictEqual(await fixture.store.settle(fixture.keyOf("payout-1"), "unknown", 60_000), true);
      deepStrictEqual(await dueOf(fixture), []);
    },
  },
  {
    name: "settles the state that was reported only",
    async play(fixture) {
      const { queue, keyOf, store, read } = fixture;
      await queue("payout-1");
      for (const state of ["confirmed", "refused", "unknown"] as const) {
        strictEqual(
          await store.settle(keyOf("payout-1"), state),
          false,
          "a queued call is settled",
        );
      }
      await complete(fixture, { state: "confirmed" });
      strictEqual(await store.settle(keyOf("payout-1"), "refused"), false, "a stale settle counts");
      deepStrictEqual(await dueOf(fixture), ["confirmed"]);
      strictEqual(await store.settle(keyOf("payout-1"), "confirmed"), true);
      strictEqual((await read("payout-1"))?.request, undefined, "a settled call keeps its request");
      deepStrictEqual(await dueOf(fixture), []);
    },
  },
  {
    name: "keeps the request of a refused call until it is settled",
    async play(fixture) {
      const { queue, read } = fixture;
      await queue("payout-1");
      const before = (await read("payout-1"))?.request;
      for (let i = 0; i < 2; i += 1) {
        await complete(fixture, { state: "refused" });
        strictEqual((await read("payout-1"))?.request, before, "the request of a refusal is lost");
        deepStrictEqual(await dueOf(fixture), ["refused"]);
      }
    },
  },
  {
    name: "never has work with a call that was not queued",
    async play(fixture) {
      const { connect, gateway } = fixture;
      const { numipay } = connect();
      await numipay.payouts.request(payout);
      gateway.mode = "lose";
      await rejects(numipay.payouts.request(toPayout("payout-2")), { code: "outcome_unknown" });
      deepStrictEqual(await dueOf(fixture), []);
    },
  },
  {
    name: "marks once in a transaction",
    async play({ begin, store, keyOf }) {
      const mark = async (name: string, ends: "commit" | "rollback"): Promise<boolean> => {
        const { tx, ...transaction } = await begin();
        const isFirst = await store.markOnce(tx, keyOf("payout-1"), name);
        await transaction[ends]();
        return isFirst;
      };
      strictEqual(await mark("refund", "rollback"), true);
      strictEqual(await mark("refund", "commit"), true, "a mark is kept after a rollback");
      strictEqual(await mark("refund", "commit"), false, "a mark is recorded twice");
      strictEqual(await mark("bonus", "commit"), true, "marks of different names are mixed up");
    },
  },
  {
    name: "marks in one of two transactions",
    needs: ["concurrentTransactions"],
    async play({ begin, store, keyOf }) {
      const [first, second] = [await begin(), await begin()];
      strictEqual(await store.markOnce(first.tx, keyOf("payout-1"), "refund"), true);
      // An engine may also refuse the second transaction.
      const marking = Promise.resolve(store.markOnce(second.tx, keyOf("payout-1"), "refund"));
      const marked = marking.catch(() => false);
      await giveTime(marked);
      await first.commit();
      strictEqual(await withTimeout(marked, "the second transaction"), false, "both marked");
      await second.rollback();
    },
  },
];

/** Lets a statement that need not wait for another transaction end. One that waits looks like one that is slow. */
async function giveTime(work: Promise<unknown>): Promise<void> {
  const pause = new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.race([work.catch(() => undefined), pause]);
}
