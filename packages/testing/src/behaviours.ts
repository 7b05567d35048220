import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { AdapterFixture } from "./adapter-fixture.js";
import type { Behaviour } from "./behaviour.js";
import { brokenInbox } from "./broken-inbox.js";
import { exampleTransaction, type Serialization } from "./sign-delivery.js";
import { createLatch } from "./latch.js";
import { shapeBehaviours } from "./shape-behaviours.js";
import { transportBehaviours } from "./transport-behaviours.js";

/** The outcomes so far, in order. */
const outcomesOf = ({ outcomes }: AdapterFixture): string[] =>
  outcomes.map(({ outcome }) => outcome);

const deliveryBehaviours: readonly Behaviour[] = [
  {
    name: "applies a delivery once when it arrives 15 times",
    async play(fixture) {
      const transaction = exampleTransaction();
      for (let i = 0; i < 15; i += 1) strictEqual((await fixture.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(fixture), ["processed", ...Array<string>(14).fill("duplicate")]);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "applies a delivery once across serializations",
    async play(fixture) {
      const transaction = exampleTransaction();
      const serializations: Serialization[] = [
        "compact",
        "indented",
        "escaped",
        "trailing-newline",
      ];
      for (const serialization of serializations) {
        strictEqual((await fixture.deliver(transaction, serialization)).status, 200, serialization);
      }
      deepStrictEqual(outcomesOf(fixture), ["processed", "duplicate", "duplicate", "duplicate"]);
    },
  },
  {
    name: "applies each change of a transaction in order",
    async play(fixture) {
      const transaction = exampleTransaction();
      await fixture.deliver({ ...transaction, status: "pending" });
      await fixture.deliver(transaction);
      deepStrictEqual(
        fixture.events.map(({ context }) => context.type),
        ["deposit.pending", "deposit.successful"],
      );
    },
  },
  {
    name: "treats a late pending as stale",
    async play(fixture) {
      const transaction = exampleTransaction();
      await fixture.deliver(transaction);
      const late = await fixture.deliver({ ...transaction, status: "pending" });
      strictEqual(late.status, 200);
      deepStrictEqual(outcomesOf(fixture), ["processed", "stale"]);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "reports different content as a conflict without applying it",
    async play(fixture) {
      const transaction = exampleTransaction();
      await fixture.deliver(transaction);
      const other = await fixture.deliver({ ...transaction, amount: "900.00" });
      strictEqual(other.status, 200);
      deepStrictEqual(outcomesOf(fixture), ["processed", "conflict"]);
      deepStrictEqual(
        fixture.events.map(({ event }) => event.amount),
        ["200.00"],
      );
    },
  },
  {
    name: "applies and flags a contradicting final status",
    async play(fixture) {
      const transaction = exampleTransaction({ status: "rejected" });
      await fixture.deliver(transaction);
      await fixture.deliver({ ...transaction, status: "successful" });
      deepStrictEqual(
        fixture.events.map(({ context }) => context.contradicts),
        [undefined, "rejected"],
      );
    },
  },
  {
    name: "responds 503 while the same change is in progress",
    async play(fixture) {
      const transaction = exampleTransaction();
      const entered = createLatch();
      const leave = createLatch();
      fixture.webhook.on("*", () => {
        // A webhook that also applies the second delivery must fail this case, not hang in it.
        if (fixture.events.length > 1) leave.open();
        entered.open();
        return leave.opened;
      });
      const first = fixture.deliver(transaction);
      await entered.opened;
      const second = await fixture.deliver(transaction);
      leave.open();
      strictEqual((await first).status, 200);
      strictEqual(second.status, 503);
      match(String(second.headers["retry-after"]), /^\d+$/);
      strictEqual((await fixture.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(fixture), ["in-progress", "processed", "duplicate"]);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "applies concurrent deliveries of one change once",
    async play(fixture) {
      const transaction = exampleTransaction();
      const responses = await Promise.all(
        Array.from({ length: 8 }, () => fixture.deliver(transaction)),
      );
      strictEqual(fixture.events.length, 1);
      ok(responses.every(({ status }) => status === 200 || status === 503));
    },
  },
  {
    name: "responds 500 when a handler throws, then applies the retry",
    async play(fixture) {
      const transaction = exampleTransaction();
      const failing = (): never => {
        throw new Error("no database");
      };
      fixture.webhook.on("deposit.successful", failing);
      strictEqual((await fixture.deliver(transaction)).status, 500);
      fixture.webhook.off("deposit.successful", failing);
      strictEqual((await fixture.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(fixture), ["handler-failed", "processed"]);
      const [failed] = fixture.outcomes;
      ok(failed?.error instanceof AggregateError && failed.error.errors.length === 1);
    },
  },
  {
    name: "responds 503 while the inbox is unreachable",
    inbox: brokenInbox,
    async play(fixture) {
      strictEqual((await fixture.deliver(exampleTransaction())).status, 503);
      deepStrictEqual(outcomesOf(fixture), ["inbox-unavailable"]);
      strictEqual(fixture.events.length, 0);
    },
  },
  {
    name: "applies a change only after the gateway confirms it",
    confirm() {
      const statuses = ["pending", "successful"];
      return () => ({ transaction_status: statuses.shift() ?? "called too often" });
    },
    async play(fixture) {
      const transaction = exampleTransaction();
      strictEqual((await fixture.deliver(transaction)).status, 503);
      strictEqual(fixture.outcomes[0]?.gatewayStatus, "pending");
      strictEqual(fixture.events.length, 0);
      strictEqual((await fixture.deliver(transaction)).status, 200);
      strictEqual((await fixture.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(fixture), ["unconfirmed", "processed", "duplicate"]);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "applies 20 concurrent transactions once each",
    async play(fixture) {
      const transactions = Array.from({ length: 20 }, () => exampleTransaction());
      const responses = await Promise.all(
        transactions.map((transaction) => fixture.deliver(transaction)),
      );
      ok(responses.every(({ status }) => status === 200));
      const applied = fixture.events.map(({ event }) => event.transaction_id);
      deepStrictEqual(applied.toSorted(), transactions.map((t) => t.transaction_id).toSorted());
    },
  },
];

/** What every webhook does, in any framework. Not with a spread, which bundlers cannot remove. */
export const behaviours: readonly Behaviour[] = /* @__PURE__ */ deliveryBehaviours.concat(
  shapeBehaviours,
  transportBehaviours,
);
