import { AssertionError, deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createJournal, type Numipay } from "@numipay/core";
import type { JournalBehaviour, JournalFixture } from "./journal-fixture.js";
import { type JournalGateway, withJournalGateway } from "./journal-gateway.js";

const payout = { tracking_id: "payout-1", user_id: "user-1", currency: "EUR", amount: "30.00" };
const decision = { tracking_id: "payout-1", transaction_id: "t-1" };

/** Calls of the client with a journal over the store, and a gateway on this machine. A function, so that bundlers can drop it. */
export const journalCalls = (): JournalBehaviour[] => [
  toBehaviour("sends one of 8 simultaneous calls", async ({ gateway, numipay }) => {
    const calls = Array.from({ length: 8 }, () => numipay.payouts.request(payout));
    const urls = (await Promise.all(calls)).map(({ url }) => url);
    deepStrictEqual(
      urls,
      urls.map(() => "https://pay.example/1"),
    );
    strictEqual(gateway.posts, 1);
  }),
  toBehaviour("returns the recorded response to a repeated call", async ({ gateway, numipay }) => {
    const first = await numipay.payouts.request(payout);
    deepStrictEqual(await numipay.payouts.request(payout), first);
    strictEqual(gateway.posts, 1);
  }),
  toBehaviour(
    "finds the calls of a renamed account by its namespace only",
    async ({ gateway, numipay, store, account }) => {
      const first = await numipay.payouts.request(payout);
      const renamed = `${account}-renamed`;
      const journal = createJournal(store, { account: renamed, namespace: account });
      deepStrictEqual(await gateway.connectWith(journal).payouts.request(payout), first);
      strictEqual(gateway.posts, 1, "a call of a renamed account is sent again");
      await gateway.connect(store, renamed).payouts.request(payout);
      strictEqual(gateway.posts, 2, "an account finds the call of another one");
    },
  ),
  toBehaviour("refuses other content and names the field", async ({ gateway, numipay }) => {
    await numipay.payouts.request(payout);
    const changed = { ...payout, amount: "31.00" };
    await rejects(numipay.payouts.request(changed), { code: "request_mismatch", field: "amount" });
    await rejects(numipay.payments.hostedCheckout(payout), {
      code: "request_mismatch",
      field: "operation",
    });
    strictEqual(gateway.posts, 1);
  }),
  toBehaviour("does not repeat a call whose response was lost", async ({ gateway, numipay }) => {
    gateway.mode = "cut";
    await rejects(numipay.payouts.request(payout), { code: "outcome_unknown" });
    gateway.mode = "respond";
    await rejects(numipay.payouts.request(payout), { code: "already_sent" });
    strictEqual(gateway.posts, 1);
  }),
  toBehaviour(
    "asks about an unknown outcome until the gateway has it",
    async ({ gateway, numipay, stateOf, account }) => {
      const key = { account, slot: "transaction", tracking_id: payout.tracking_id } as const;
      gateway.mode = "lose";
      await rejects(numipay.payouts.request(payout), { code: "outcome_unknown" });
      gateway.mode = "respond";
      await rejects(numipay.payouts.request(payout), { code: "outcome_unknown" });
      strictEqual(await stateOf(key), "unknown");
      gateway.commit(payout.tracking_id);
      gateway.status = "rejected";
      await rejects(numipay.payouts.request(payout), { code: "already_sent" });
      strictEqual(await stateOf(key), "confirmed");
      strictEqual(gateway.posts, 1);
    },
  ),
  toBehaviour("sends one decision on a payout", async ({ gateway, numipay }) => {
    await numipay.payouts.request(payout);
    gateway.mode = "cut";
    await rejects(numipay.payouts.approve(decision), { code: "outcome_unknown" });
    gateway.mode = "respond";
    // The payout is pending: it does not show whether the approval arrived.
    await rejects(numipay.payouts.approve(decision), { code: "outcome_unknown" });
    await rejects(numipay.payouts.reject(decision), {
      code: "request_mismatch",
      field: "operation",
    });
    gateway.status = "successful";
    await rejects(numipay.payouts.approve(decision), { code: "already_sent" });
    strictEqual(gateway.posts, 2);
  }),
  toBehaviour(
    "sends one of two calls in two processes",
    async (played) => {
      const { gateway, numipay, openAnother, account } = played;
      const other = gateway.connect(await openAnother(), account);
      const [first, second] = await Promise.all([
        numipay.payouts.request(payout),
        other.payouts.request(payout),
      ]);
      deepStrictEqual(first, second);
      strictEqual(gateway.posts, 1);
    },
    ["openAnother"],
  ),
  toBehaviour(
    "sends nothing while the store is unreachable",
    async (played) => {
      const { gateway, numipay, cutOff } = played;
      const restore = await cutOff();
      try {
        await rejects(numipay.payouts.request(payout, { timeoutMs: 5_000 }), {
          code: "journal_unavailable",
        });
      } finally {
        await restore();
      }
      strictEqual(gateway.posts, 0);
      await numipay.payouts.request({ ...payout, tracking_id: "payout-2" });
    },
    ["cutOff"],
  ),
  toBehaviour(
    "returns the response if the store fails after sending",
    async (played) => {
      const { gateway, numipay, cutOff } = played;
      let restore = async (): Promise<void> => undefined;
      gateway.beforeResponse = async () => {
        restore = await cutOff();
      };
      try {
        const { url } = await numipay.payouts.request(payout, { timeoutMs: 5_000 });
        strictEqual(url, "https://pay.example/1");
      } finally {
        await restore();
      }
      // The lease of the first call outlasts this case.
      await rejects(numipay.payouts.request(payout, { timeoutMs: 200 }), { code: "in_progress" });
      strictEqual(gateway.posts, 1);
    },
    ["cutOff"],
  ),
];

interface Played extends JournalFixture {
  gateway: JournalGateway;
  numipay: Numipay;
}

function toBehaviour(
  name: string,
  play: (played: Played) => Promise<void>,
  needs: JournalBehaviour["needs"] = [],
): JournalBehaviour {
  return {
    name,
    needs,
    play: (fixture) =>
      withJournalGateway(async (gateway) => {
        const numipay = gateway.connect(fixture.store, fixture.account);
        try {
          await play({ ...fixture, gateway, numipay });
        } catch (error) {
          if (error instanceof AssertionError) throw error;
          throw Object.assign(
            new AssertionError({ message: `a call rejected: ${String(error)}` }),
            {
              cause: error,
            },
          );
        }
      }),
  };
}
