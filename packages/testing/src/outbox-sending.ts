import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { IntentLease } from "@numipay/core";
import { checkPosts, type OutboxBehaviour, toPayout } from "./outbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

/** How due calls are sent and reported. */
export const outboxSending = (): OutboxBehaviour[] => [
  {
    name: "reports the response with the call, once",
    async play(fixture) {
      const { queue, connect, rows } = fixture;
      await queue("payout-1", { orderId: 7 });
      const { outbox } = connect();
      const seen: unknown[] = [];
      outbox.on("confirmed", (intent) => {
        const { request, metadata, attempts, account } = intent;
        const url = intent.operation === "payouts.request" ? intent.response?.url : undefined;
        seen.push(request, metadata, url, attempts, account);
      });
      strictEqual((await outbox.runOnce()).confirmed, 1);
      strictEqual((await connect().outbox.runOnce()).confirmed, 0);
      const url = "https://pay.example/1";
      deepStrictEqual(seen, [toPayout("payout-1"), { orderId: 7 }, url, 1, fixture.account]);
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
  {
    name: "records when a queued call was last claimed to be sent",
    async play({ queue, store, keyOf }) {
      await queue("payout-1");
      const key = keyOf("payout-1");
      const queued = await store.read(key);
      ok(queued !== undefined, "a queued call has a record");
      strictEqual(queued.attemptedAt, undefined, "it was not claimed yet");
      const claimAs = async (state: string): Promise<{ at: string; lease: IntentLease }> => {
        const claim = await store.claim(queued, 60_000);
        strictEqual(claim.state, state);
        ok("lease" in claim && claim.recorded !== undefined, "a claim has its record");
        const at = claim.recorded.attemptedAt ?? "";
        strictEqual((await store.read(key))?.attemptedAt, at);
        return { at, lease: claim.lease };
      };
      const first = await claimAs("new");
      match(first.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      ok(first.at >= queued.recordedAt, `${first.at} is before ${queued.recordedAt}`);
      await store.complete(key, first.lease, { state: "unknown" });
      const unclear = await claimAs("unclear");
      strictEqual(unclear.at, first.at, "an unclear claim sends nothing");
      await store.complete(key, unclear.lease, { state: "queued" });
      await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await claimAs("new");
      ok(second.at > first.at, `${second.at} is not after ${first.at}`);
    },
  },
  {
    name: "sends each of 10 calls once with several workers",
    needs: ["openAnother"],
    async play(fixture) {
      const { queue, connect, rows, openAnother, finish } = fixture;
      const ids = Array.from({ length: 10 }, (_, i) => `payout-${i}`);
      for (const id of ids) await queue(id);
      const other = await openAnother();
      const outboxes = [connect(), connect(other), connect(), connect(other)];
      await Promise.all(outboxes.map(({ outbox }) => outbox.runOnce()));
      await finish(...ids);
      for (const id of ids) checkPosts(fixture, id, 1);
      const expected = ids.flatMap((id) => [`confirmed ${id}`, `debit ${id}`]);
      deepStrictEqual(await rows(), expected.toSorted());
    },
  },
  {
    name: "sends with a started worker until it is stopped",
    async play(fixture) {
      const { queue, connect, rows } = fixture;
      const worker = connect().outbox.start({ pollIntervalMs: 5 });
      try {
        await queue("payout-1");
        const arrived = async (): Promise<void> => {
          if ((await rows()).includes("confirmed payout-1")) return;
          await new Promise((resolve) => setTimeout(resolve, 5));
          return arrived();
        };
        await withTimeout(arrived(), "the worker");
      } finally {
        await worker.stop();
      }
      await queue("payout-2");
      checkPosts(fixture, "payout-2", 0);
    },
  },
  {
    name: "rolls back a handler that throws, and calls it again",
    async play(fixture) {
      const { queue, connect, addEffect, rows, finish } = fixture;
      await queue("payout-1");
      const failing = connect();
      failing.outbox.on("confirmed", (_intent, { tx }) => {
        const written = addEffect(tx, "half payout-1");
        const fail = (): never => {
          throw new Error("the handler fails");
        };
        return written instanceof Promise ? written.then(fail) : fail();
      });
      strictEqual((await failing.outbox.runOnce()).failed, 1);
      deepStrictEqual(await rows(), ["debit payout-1"], "a failed handler left a row");
      strictEqual(failing.failures[0]?.step, "report");
      await finish("payout-1");
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "refunds a refused call once",
    async play(fixture) {
      const { queue, finish, rows, gateway, read } = fixture;
      gateway.mode = "refuse";
      await queue("payout-1");
      await finish("payout-1");
      strictEqual((await read("payout-1"))?.state, "refused");
      deepStrictEqual(await rows(), ["debit payout-1", "refund payout-1"]);
      gateway.mode = "respond";
      await fixture.connect().outbox.runOnce();
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "rolls back a refund that fails, and repeats it",
    async play(fixture) {
      const { queue, connect, finish, rows, gateway, addEffect } = fixture;
      gateway.mode = "refuse";
      await queue("payout-1");
      const failing = connect();
      failing.outbox.on("refused", (_intent, { tx }) => {
        const written = addEffect(tx, "half payout-1");
        const fail = (): never => {
          throw new Error("the handler fails after the refund");
        };
        return written instanceof Promise ? written.then(fail) : fail();
      });
      strictEqual((await failing.outbox.runOnce()).failed, 1);
      await finish("payout-1");
      deepStrictEqual(await rows(), ["debit payout-1", "refund payout-1"]);
    },
  },
  {
    name: "sends again what was not refused for good",
    async play(fixture) {
      const { queue, connect, finish, rows, gateway, read } = fixture;
      gateway.mode = "deny";
      await queue("payout-1");
      const { outbox, failures } = connect();
      strictEqual((await outbox.runOnce()).queued, 1);
      strictEqual((await read("payout-1"))?.state, "queued");
      ok(failures.length > 0, "a call that was not sent is not reported to onError");
      gateway.mode = "respond";
      await finish("payout-1");
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
      checkPosts(fixture, "payout-1", 2);
    },
  },
  {
    name: "asks about an unknown outcome and never sends it again",
    async play(fixture) {
      const { queue, finish, rows, gateway, read, connect } = fixture;
      gateway.mode = "lose";
      await queue("payout-1");
      await finish("payout-1");
      gateway.mode = "respond";
      await connect().outbox.runOnce();
      await finish("payout-1");
      strictEqual((await read("payout-1"))?.state, "unknown");
      deepStrictEqual(await rows(), ["debit payout-1", "unknown payout-1"]);
      gateway.commit("payout-1");
      const confirmed = async (): Promise<void> => {
        await finish("payout-1");
        if ((await read("payout-1"))?.request === undefined) return;
        return confirmed();
      };
      await withTimeout(confirmed(), "the confirmation of an unknown outcome");
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1", "unknown payout-1"]);
      checkPosts(fixture, "payout-1", 1);
    },
  },
  {
    name: "keeps a queued call that a direct one contradicts",
    async play(fixture) {
      const { queue, connect, finish, rows, read } = fixture;
      await queue("payout-1");
      const changed = { ...toPayout("payout-1"), amount: "31.00" };
      await rejects(connect().numipay.payouts.request(changed), {
        code: "request_mismatch",
        field: "amount",
      });
      strictEqual((await read("payout-1"))?.state, "queued");
      await finish("payout-1");
      checkPosts(fixture, "payout-1", 1);
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
  {
    name: "reports a queued call that was sent directly",
    async play(fixture) {
      const { queue, connect, finish, rows } = fixture;
      await queue("payout-1");
      await connect().numipay.payouts.request(toPayout("payout-1"));
      await finish("payout-1");
      checkPosts(fixture, "payout-1", 1);
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
  {
    name: "waits while the store is unreachable",
    needs: ["cutOff"],
    async play(fixture) {
      const { queue, connect, cutOff, finish, rows } = fixture;
      await queue("payout-1");
      const restore = await cutOff();
      try {
        await rejects(connect().outbox.runOnce(), "a run succeeds without its store");
      } finally {
        await restore();
      }
      checkPosts(fixture, "payout-1", 0);
      await finish("payout-1");
      checkPosts(fixture, "payout-1", 1);
      deepStrictEqual(await rows(), ["confirmed payout-1", "debit payout-1"]);
    },
  },
];
