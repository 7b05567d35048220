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

/** What every webhook does, whatever carries it. */
export const behaviours: readonly Behaviour[] = [
  {
    name: "the same delivery 15 times is applied once",
    async play(stage) {
      const transaction = exampleTransaction();
      for (let i = 0; i < 15; i += 1) strictEqual((await stage.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(stage), ["processed", ...Array<string>(14).fill("duplicate")]);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "a replay in other serializations is applied once",
    async play(stage) {
      const transaction = exampleTransaction();
      const serializations: Serialization[] = [
        "compact",
        "indented",
        "escaped",
        "trailing-newline",
      ];
      for (const serialization of serializations) {
        strictEqual((await stage.deliver(transaction, serialization)).status, 200, serialization);
      }
      deepStrictEqual(outcomesOf(stage), ["processed", "duplicate", "duplicate", "duplicate"]);
    },
  },
  {
    name: "each change of a transaction is applied, in order",
    async play(stage) {
      const transaction = exampleTransaction();
      await stage.deliver({ ...transaction, status: "pending" });
      await stage.deliver(transaction);
      deepStrictEqual(
        stage.events.map(({ context }) => context.type),
        ["deposit.pending", "deposit.successful"],
      );
    },
  },
  {
    name: "a pending that comes after the final status is stale",
    async play(stage) {
      const transaction = exampleTransaction();
      await stage.deliver(transaction);
      const late = await stage.deliver({ ...transaction, status: "pending" });
      strictEqual(late.status, 200);
      deepStrictEqual(outcomesOf(stage), ["processed", "stale"]);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "other content under the same id and status is a conflict and not applied",
    async play(stage) {
      const transaction = exampleTransaction();
      await stage.deliver(transaction);
      const other = await stage.deliver({ ...transaction, amount: "900.00" });
      strictEqual(other.status, 200);
      deepStrictEqual(outcomesOf(stage), ["processed", "conflict"]);
      deepStrictEqual(
        stage.events.map(({ event }) => event.amount),
        ["200.00"],
      );
    },
  },
  {
    name: "a final status that contradicts an earlier one is applied and flagged",
    async play(stage) {
      const transaction = exampleTransaction({ status: "rejected" });
      await stage.deliver(transaction);
      await stage.deliver({ ...transaction, status: "successful" });
      deepStrictEqual(
        stage.events.map(({ context }) => context.contradicts),
        [undefined, "rejected"],
      );
    },
  },
  {
    name: "a second delivery while the first is being applied is told to come again",
    async play(stage) {
      const transaction = exampleTransaction();
      const entered = createLatch();
      const leave = createLatch();
      stage.webhook.on("*", () => {
        // A webhook that lets the second one in as well must fail here, not hang.
        if (stage.events.length > 1) leave.open();
        entered.open();
        return leave.opened;
      });
      const first = stage.deliver(transaction);
      await entered.opened;
      const second = await stage.deliver(transaction);
      leave.open();
      strictEqual((await first).status, 200);
      strictEqual(second.status, 503);
      match(String(second.headers["retry-after"]), /^\d+$/);
      strictEqual((await stage.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(stage), ["in-progress", "processed", "duplicate"]);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "two deliveries of one change at once are applied once",
    async play(stage) {
      const transaction = exampleTransaction();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => stage.deliver(transaction)),
      );
      strictEqual(stage.events.length, 1);
      ok(answers.every(({ status }) => status === 200 || status === 503));
    },
  },
  {
    name: "a handler that throws makes a 500, and the next delivery is applied",
    async play(stage) {
      const transaction = exampleTransaction();
      const failing = (): never => {
        throw new Error("no database");
      };
      stage.webhook.on("deposit.successful", failing);
      strictEqual((await stage.deliver(transaction)).status, 500);
      stage.webhook.off("deposit.successful", failing);
      strictEqual((await stage.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(stage), ["handler-failed", "processed"]);
      const [failed] = stage.outcomes;
      ok(failed?.error instanceof AggregateError && failed.error.errors.length === 1);
    },
  },
  {
    name: "no 2xx while the inbox cannot be reached, and no handler runs",
    inbox: brokenInbox,
    async play(stage) {
      strictEqual((await stage.deliver(exampleTransaction())).status, 503);
      deepStrictEqual(outcomesOf(stage), ["inbox-unavailable"]);
      strictEqual(stage.events.length, 0);
    },
  },
  {
    name: "what the gateway does not confirm is not applied, and asked again at the next delivery",
    confirm() {
      const answers = ["pending", "successful"];
      return () => ({ transaction_status: answers.shift() ?? "asked once too often" });
    },
    async play(stage) {
      const transaction = exampleTransaction();
      strictEqual((await stage.deliver(transaction)).status, 503);
      strictEqual(stage.outcomes[0]?.gatewayStatus, "pending");
      strictEqual(stage.events.length, 0);
      strictEqual((await stage.deliver(transaction)).status, 200);
      strictEqual((await stage.deliver(transaction)).status, 200);
      deepStrictEqual(outcomesOf(stage), ["unconfirmed", "processed", "duplicate"]);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "twenty transactions at once are each applied once",
    async play(stage) {
      const transactions = Array.from({ length: 20 }, () => exampleTransaction());
      const answers = await Promise.all(
        transactions.map((transaction) => stage.deliver(transaction)),
      );
      ok(answers.every(({ status }) => status === 200));
      const applied = stage.events.map(({ event }) => event.transaction_id);
      deepStrictEqual(applied.toSorted(), transactions.map((t) => t.transaction_id).toSorted());
    },
  },
  ...shapeBehaviours,
  ...transportBehaviours,
];
