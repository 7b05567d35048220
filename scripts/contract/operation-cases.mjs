// What the client and a merchant with a mistake do, in turn, against one sandbox.
import assert from "node:assert/strict";

/**
 * @template {object} [More={}]
 * @param {string} tracking_id
 * @param {More} [more]
 */
const order = (tracking_id, more = /** @type {More} */ ({})) => ({
  tracking_id,
  user_id: "customer-1",
  currency: "EUR",
  amount: "200.00",
  ...more,
});

const card = (card_number) => ({
  card_number,
  card_holder: "Ada Tester",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "123",
});

const refused = (call, status) =>
  assert.rejects(call, (error) => /** @type {{ status?: number }} */ (error).status === status);

/**
 * @typedef {{ name: string, run: () => Promise<void> }} Case
 * @typedef {{
 *   numipay: import("@numipay/core").Numipay,
 *   stranger: import("@numipay/core").Numipay,
 *   sandbox: import("@numipay/sandbox").Sandbox,
 * }} Cast
 */

/**
 * All eight operations, as they go well and as they are refused.
 * @param {Cast} cast
 * @returns {Case[]}
 */
export function clientCases({ numipay, stranger, sandbox }) {
  const { payments, payouts, transactions } = numipay;
  const idOf = (tracking_id) =>
    sandbox.transactions().find((row) => row.tracking_id === tracking_id)?.transaction_id ?? "";
  const confirm = async (url) => {
    const body = new URLSearchParams({ action: "confirm" });
    // The page's address is at the sandbox itself: the customer's pages have no contract.
    await sandbox.fetch(`${sandbox.baseUrl}${new URL(url).pathname}/pursa`, {
      method: "POST",
      body,
    });
    await sandbox.flush();
  };
  const payout = async (tracking_id) =>
    confirm((await payouts.request(order(tracking_id))).url).then(() => idOf(tracking_id));

  return [
    {
      name: "hosted checkout",
      run: async () => {
        const optional = { return_url: "http://127.0.0.1/back", country: "DE", email: "a@b.test" };
        assert.ok((await payments.hostedCheckout(order("hosted", optional))).url);
      },
    },
    {
      name: "hosted checkout with a used tracking_id",
      run: () => refused(payments.hostedCheckout(order("hosted")), 409),
    },
    {
      name: "direct",
      run: async () => {
        assert.ok((await payments.direct(order("direct", { provider_id: "pursa" }))).url);
      },
    },
    {
      name: "direct to a provider that there is not",
      run: () => refused(payments.direct(order("nobody", { provider_id: "nobody" })), 422),
    },
    ...[
      ["passes", "4242424242424242", "successful"],
      ["is declined", "4000000000000002", "rejected"],
      ["asks for 3DS", "4000000000003220", "pending"],
    ].map(([what, number, status]) => ({
      name: `server to server, the card ${what}`,
      run: async () => {
        const answer = await payments.serverToServer(order(number, card(number)));
        assert.equal(answer.transaction_status, status);
      },
    })),
    {
      name: "request and approve a payout",
      run: async () => {
        await payout("approved");
        await payouts.approve({ tracking_id: "approved" });
        await refused(payouts.approve({ tracking_id: "approved" }), 409);
      },
    },
    {
      name: "request and reject a payout",
      run: async () => {
        const transaction_id = await payout("rejected");
        assert.deepEqual(await payouts.reject({ transaction_id }), {});
        await refused(payouts.reject({ transaction_id }), 409);
      },
    },
    {
      name: "approve and reject by the wrong id",
      run: async () => {
        const transaction_id = await payout("confused");
        await refused(payouts.approve({ transaction_id }), 404);
        await refused(payouts.reject({ tracking_id: "confused" }), 404);
      },
    },
    {
      name: "the status of a rejected deposit, and of none",
      run: async () => {
        const { transaction_status, rejected_reason } =
          await transactions.status("4000000000000002");
        assert.deepEqual([transaction_status, typeof rejected_reason], ["rejected", "string"]);
        await refused(transactions.status("none"), 404);
      },
    },
    {
      name: "the list of today, and of a range",
      run: async () => {
        assert.ok((await transactions.list()).length > 5);
        const range = { from: "2026-01-01", to: "2026-01-08" };
        assert.ok((await transactions.list(range)).length > 5);
      },
    },
    {
      name: "a 5xx of the gateway, before and after the work was done",
      run: async () => {
        sandbox.setChaos({ api: { serverError: 1 } });
        const isFault = (error) => error.status >= 500 || error.code === "outcome_unknown";
        for (const tracking_id of ["fault-1", "fault-2", "fault-3", "fault-4"]) {
          await assert.rejects(payments.hostedCheckout(order(tracking_id)), isFault);
        }
        await assert.rejects(transactions.list(), isFault);
        sandbox.setChaos(undefined);
      },
    },
    {
      name: "a key that is not known",
      run: async () => {
        await refused(stranger.transactions.list(), 401);
        await refused(stranger.payments.hostedCheckout(order("stranger")), 401);
      },
    },
  ];
}

/** Requests that the client does not let out, and the sandbox must refuse: method, path, body, and without a key. */
export const wrongRequests = [
  { name: "no envelope", path: "/payments/hosted", body: order("wrong") },
  { name: "a field missing", path: "/payments/hosted", body: { request: { user_id: "u" } } },
  {
    name: "a currency of four letters",
    path: "/payments/direct",
    body: { request: order("wrong", { provider_id: "pursa", currency: "EURO" }) },
  },
  {
    name: "an amount that is a number",
    path: "/payouts/request",
    body: { request: order("wrong", { amount: 200 }) },
  },
  {
    name: "an amount of nothing",
    path: "/payouts/request",
    body: { request: order("wrong", { amount: "0.00" }) },
  },
  {
    name: "a card number with blanks",
    path: "/payments/server-to-server",
    body: { request: order("wrong", card("4242 4242 4242 4242")) },
  },
  { name: "no id to approve", path: "/payouts/approve", body: {} },
  { name: "an empty id to reject", path: "/payouts/reject", body: { transaction_id: "" } },
  { name: "a day as ISO 8601", path: "/transactions?from=2026-01-01" },
  { name: "no key", path: "/transactions", withoutKey: true },
];
