import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

/** The rules that hold for one delivery after another. */
export const inboxBehaviours: readonly InboxBehaviour[] = [
  {
    name: "a change is new once, and a duplicate ever after",
    async play({ record, look, change }) {
      await record(change());
      for (let i = 0; i < 15; i += 1) strictEqual(await look(change()), "duplicate");
    },
  },
  {
    name: "each status of a transaction is a change of its own, and so is each transaction",
    async play({ record, look, change }) {
      await record(change({ status: "pending" }));
      await record(change());
      strictEqual(await look(change({ status: "pending" })), "duplicate");
      strictEqual(await look(change({ transaction: "2" })), "new");
    },
  },
  {
    name: "a released change is new again",
    async play({ inbox, lease, look, record, change }) {
      await inbox.release(change(), await lease(change()));
      strictEqual(await look(change()), "new");
      await record(change());
    },
  },
  {
    name: "other content under a recorded key is a conflict, and the record stays as it was",
    async play({ record, look, change }) {
      await record(change());
      strictEqual(await look(change({ amount: "900.00" })), "conflict");
      strictEqual(await look(change()), "duplicate");
    },
  },
  {
    name: "a conflict is taken note of",
    needs: ["countConflicts"],
    async play({ record, look, change, countConflicts }) {
      await record(change());
      const before = await countConflicts();
      await look(change());
      strictEqual(await countConflicts(), before, "a duplicate is no conflict");
      await look(change({ amount: "900.00" }));
      strictEqual(await countConflicts(), before + 1);
    },
  },
  {
    name: "while a change is in progress, every other of its transaction is",
    async play({ lease, look, change }) {
      await lease(change());
      strictEqual(await look(change()), "in-progress");
      strictEqual(await look(change({ amount: "900.00" })), "in-progress");
      strictEqual(await look(change({ status: "pending" })), "in-progress");
      strictEqual(await look(change({ status: "reviewing" })), "in-progress");
    },
  },
  {
    name: "while a change is in progress, those of other transactions are new",
    only: "at once",
    async play({ lease, look, change }) {
      await lease(change());
      strictEqual(await look(change({ transaction: "2" })), "new");
    },
  },
  {
    name: "while a change is in progress, those of other transactions wait for their turn, and are new then",
    only: "in turns",
    async play({ inbox, lease, look, change }) {
      const held = await lease(change());
      const others = ["2", "3", "4"].map((transaction) => change({ transaction }));
      const turns: string[] = [];
      const claims = others.map(async (other) => {
        turns.push(`${await look(other)} ${other.transactionKey}`);
      });
      strictEqual(await look(change()), "in-progress", "what is held is answered meanwhile");
      await setImmediate();
      deepStrictEqual(turns, [], "others wait: if none does, it takes no turns");
      await inbox.complete(change(), held);
      await withTimeout(Promise.all(claims), "the claims that waited");
      deepStrictEqual(
        turns,
        others.map(({ transactionKey }) => `new ${transactionKey}`),
      );
    },
  },
  {
    name: "a claim never waits for the one who holds the transaction",
    async play({ lease, look, change }) {
      await lease(change());
      strictEqual(await withTimeout(look(change()), "a claim of what is held"), "in-progress");
    },
  },
  {
    name: "what is recorded is a duplicate also while another change of its transaction is in progress",
    async play({ record, lease, look, change }) {
      await record(change({ status: "pending" }));
      await lease(change());
      strictEqual(await look(change({ status: "pending" })), "duplicate");
    },
  },
  {
    name: "pending after a final status is stale",
    async play({ record, look, change }) {
      await record(change());
      strictEqual(await look(change({ status: "pending" })), "stale");
      strictEqual(await look(change({ status: "pending" })), "stale");
    },
  },
  {
    name: "a final status after another is new, and says which it contradicts",
    async play({ inbox, record, lease, change }) {
      await record(change({ status: "rejected" }));
      const first = await lease(change());
      strictEqual(first.contradicts, "rejected");
      await inbox.complete(change(), first);
      const third = change({ status: "expired" });
      strictEqual((await lease(third)).contradicts, "successful", "the last one recorded");
    },
  },
  {
    name: "a final status after pending contradicts nothing",
    async play({ record, lease, change }) {
      await record(change({ status: "pending" }));
      strictEqual((await lease(change())).contradicts, undefined);
    },
  },
  {
    name: "an unknown status is neither stale nor makes another so, and contradicts nothing",
    async play({ inbox, record, lease, change }) {
      await record(change({ status: "reviewing" }));
      await record(change({ status: "pending" }));
      const final = await lease(change({ transaction: "2" }));
      strictEqual(final.contradicts, undefined);
      await inbox.release(change({ transaction: "2" }), final);
      await record(change());
      strictEqual((await lease(change({ status: "refunded" }))).contradicts, undefined);
    },
  },
  {
    name: "the fence grows with every claim",
    async play({ inbox, lease, change }) {
      const fences: number[] = [];
      for (const transaction of ["1", "2", "1", "3", "1"]) {
        const one = change({ transaction });
        const held = await lease(one);
        fences.push(held.fencingToken);
        await inbox.release(one, held);
      }
      deepStrictEqual(
        fences,
        [...new Set(fences)].toSorted((a, b) => a - b),
      );
      ok(fences.every(Number.isSafeInteger), `whole numbers: ${fences.join(", ")}`);
    },
  },
  {
    name: "a lease ends with complete: a second complete is refused, a late release undoes nothing",
    async play({ inbox, lease, look, change }) {
      const held = await lease(change());
      strictEqual(await inbox.complete(change(), held), true);
      strictEqual(await inbox.complete(change(), held), false);
      await inbox.release(change(), held);
      strictEqual(await look(change()), "duplicate");
    },
  },
  {
    name: "a lease ends with release: a late complete records nothing",
    async play({ inbox, lease, look, change }) {
      const held = await lease(change());
      await inbox.release(change(), held);
      strictEqual(await inbox.complete(change(), held), false);
      strictEqual(await look(change()), "new");
    },
  },
  {
    name: "look, where there is one, says what claim would say, and leaves nothing behind",
    async play({ inbox, lease, change }) {
      if (inbox.peek === undefined) return;
      const looks: (string | undefined)[] = [];
      const lookTwice = async (one = change()): Promise<void> => {
        for (let i = 0; i < 2; i += 1) looks.push(await inbox.peek?.(one));
      };
      await lookTwice();
      const held = await lease(change());
      await lookTwice();
      await inbox.complete(change(), held);
      await lookTwice();
      await lookTwice(change({ amount: "900.00" }));
      await lookTwice(change({ status: "pending" }));
      await lookTwice(change({ status: "rejected" }));
      const states = ["new", "in-progress", "duplicate", "conflict", "stale", "new"];
      deepStrictEqual(
        looks,
        states.flatMap((state) => [state, state]),
      );
      const next = await lease(change({ status: "rejected" }));
      strictEqual(await inbox.peek(change()), "duplicate", "also while another is in progress");
      await inbox.release(change({ status: "rejected" }), next);
    },
  },
  {
    name: "a conflict that is looked at is not taken note of",
    needs: ["countConflicts"],
    async play({ inbox, record, change, countConflicts }) {
      await record(change());
      const before = await countConflicts();
      await inbox.peek?.(change({ amount: "900.00" }));
      strictEqual(await countConflicts(), before);
    },
  },
  {
    name: "keys of any characters and length are kept apart",
    async play({ record, look, change }) {
      const odd = [
        "'",
        "\\'",
        "\0",
        "a\0b",
        "\u{1F4B6}",
        "\uD800",
        "\uDBFF",
        "'; DROP TABLE x; --",
      ];
      const long = ["x".repeat(5000), `${"x".repeat(5000)}y`];
      const all = [...odd, ...long].flatMap((text) => [
        change({ transaction: text }),
        change({ status: text }),
      ]);
      for (const one of all) {
        notStrictEqual(await look(one), "duplicate", JSON.stringify(one.key.slice(0, 80)));
        await record(one);
      }
      for (const one of all) {
        strictEqual(await look(one), "duplicate", JSON.stringify(one.key.slice(0, 80)));
      }
    },
  },
];
