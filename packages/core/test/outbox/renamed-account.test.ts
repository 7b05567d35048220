import { describe, expect, it } from "vitest";
import { createJournal } from "../../src/outbox/create-journal.js";
import { createOutbox } from "../../src/outbox/create-outbox.js";
import { recover } from "../../src/outbox/recover.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { reconcile } from "../../src/reconcile/reconcile.js";
import { byMethod, clientOf, cutTheSocket, respondWith } from "../client/stub-gateway.js";
import { paid, pending, startJournalled } from "./fixture.js";
import { payout, startOutbox } from "./outbox-fixture.js";

/** The options of a journal whose account was "default" before. */
const renamed = { account: "eu", namespace: "default" };

describe("the journal of a renamed account", () => {
  it("returns the response of a call that was recorded before", async () => {
    const { gateway, numipay, connect } = await startJournalled(paid);
    const first = await numipay.payouts.request(payout);
    expect(await connect({}, renamed).payouts.request(payout)).toEqual(first);
    expect(gateway.count("POST")).toBe(1);
  });

  it("still refuses other content", async () => {
    const { gateway, numipay, connect } = await startJournalled(paid);
    await numipay.payouts.request(payout);
    const changed = { ...payout, amount: "31.00" };
    await expect(connect({}, renamed).payouts.request(changed)).rejects.toMatchObject({
      code: "request_mismatch",
      field: "amount",
    });
    expect(gateway.count("POST")).toBe(1);
  });

  it("shows the new name to the handlers of an event", async () => {
    const { numipay, store } = await startJournalled(paid);
    await numipay.payouts.request(payout);
    const journal = createJournal(store, renamed);
    const { intent } = await journal.findEntry("eu", {
      ...payout,
      transaction_id: "t-1",
      status: "successful",
      transaction_type: "withdrawal",
    });
    expect(intent).toMatchObject({ account: "eu", tracking_id: "payout-1" });
    const other = await journal.findEntry("us", {
      ...payout,
      transaction_id: "t-1",
      status: "successful",
      transaction_type: "withdrawal",
    });
    expect(other.intent).toBeUndefined();
  });

  it("is recovered under the new name", async () => {
    const { numipay, store, connect } = await startJournalled(
      byMethod({ POST: cutTheSocket, GET: respondWith(503) }),
    );
    await expect(numipay.payouts.request(payout)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    const journal = createJournal(store, renamed);
    const { intents } = await recover({ numipay: connect(), journal, dryRun: true });
    expect(intents).toMatchObject([{ account: "eu", tracking_id: "payout-1" }]);
  });

  it("confirms calls that were recorded before in reconcile", async () => {
    const listed = {
      ...payout,
      transaction_id: "t-1",
      status: "pending",
      transaction_type: "withdrawal",
    };
    const { numipay, store, connect } = await startJournalled((response, seen) => {
      if (seen.method === "POST") cutTheSocket(response, seen);
      else if (seen.path.includes("payout-1")) respondWith(503)(response, seen);
      else respondWith(200, [listed])(response, seen);
    });
    await expect(numipay.payouts.request(payout)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    const inbox = { ...memoryInbox(), durable: true };
    const webhook = numipayWebhook({
      inbox,
      account: "eu",
      signaturePassword: "password-of-a-renamed-account",
    });
    await inbox.addAccount?.("eu");
    let intents = 0;
    const run = reconcile({
      numipay: connect(),
      webhook,
      journal: createJournal(store, renamed),
      from: "2026-01-01",
      to: "2026-01-01",
      onProgress: (progress) => (intents = progress.intents),
    });
    for await (const _ of run);
    expect(intents).toBe(1);
  });

  it.each([
    [
      "a webhook",
      (journal: ReturnType<typeof createJournal>) =>
        numipayWebhook({
          journal,
          account: "eu",
          signaturePassword: "password-of-a-renamed-account",
        }),
    ],
    [
      "reconcile",
      (journal: ReturnType<typeof createJournal>) =>
        reconcile({
          numipay: {} as never,
          webhook: numipayWebhook({
            account: "eu",
            signaturePassword: "password-of-a-renamed-account",
          }),
          journal,
          dryRun: true,
        }),
    ],
  ])("is required by %s", async (_, create) => {
    const { store } = await startJournalled(paid);
    expect(() => create(createJournal(store))).toThrow(
      'If you renamed the account, also set the journal\'s namespace to "default"',
    );
  });
});

describe("the outbox of a renamed account", () => {
  it("sends and reports once what was queued before", async () => {
    const { gateway, store, inbox, outbox, reports } = await startOutbox(paid);
    await outbox.enqueue(undefined, "payouts.request", payout);
    const journal = createJournal(store, renamed);
    const numipay = clientOf(gateway, { journal, retries: 0 });
    const seen: unknown[] = [];
    const later = createOutbox({ numipay, journal, inbox, onError: () => undefined })
      .on("refused", () => undefined)
      .on("confirmed", ({ account }, context) => void seen.push(account, context.account));
    expect(await later.runOnce()).toMatchObject({ confirmed: 1 });
    expect(seen).toEqual(["eu", "eu"]);
    await expect(later.enqueue(undefined, "payouts.request", payout)).rejects.toMatchObject({
      code: "already_queued",
    });
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 0 });
    expect(reports).toEqual([]);
    expect(gateway.count("POST")).toBe(1);
  });

  it("refunds once what was refunded before", async () => {
    const { store, inbox, outbox, gateway } = await startOutbox(pending);
    const journal = createJournal(store, renamed);
    const numipay = clientOf(gateway, { journal, retries: 0 });
    const later = createOutbox({ numipay, journal, inbox });
    expect(await outbox.refundOnce(undefined, "payout-1", () => undefined)).toBe(true);
    expect(await later.refundOnce(undefined, "payout-1", () => undefined)).toBe(false);
  });

  it("reports failures with the new name", async () => {
    const { store, inbox, outbox, gateway } = await startOutbox(respondWith(401));
    await outbox.enqueue(undefined, "payouts.request", payout);
    const journal = createJournal(store, renamed);
    const failures: unknown[] = [];
    const later = createOutbox({
      numipay: clientOf(gateway, { journal, retries: 0 }),
      journal,
      inbox,
      onError: (failure) => void failures.push(failure),
    }).on("refused", () => undefined);
    await later.runOnce();
    expect(failures).toMatchObject([{ step: "send", account: "eu" }]);
  });
});
