import { describe, expect, it } from "vitest";
import { createLedger } from "../../src/storage/ledger.js";
import { openStore } from "../../src/storage/store.js";
import type { Flow } from "../../src/gateway/transaction-record.js";
import type { Command } from "../../src/gateway/transition.js";

const start = Date.UTC(2026, 0, 1);

const submit = (decision: Extract<Command, { kind: "submit" }>["decision"]): Command => ({
  kind: "submit",
  providerId: "cardo",
  cardLast4: "4242",
  decision,
});

describe("the timeline", () => {
  it.each<[string, { flow: Flow; amount?: string; commands: Command[] }, string[]]>([
    [
      "a payment",
      { flow: "hosted", commands: [submit({ kind: "passes" })] },
      [
        "opened pending Hosted checkout",
        "submitted successful cardo, card ending in 4242: successful",
      ],
    ],
    [
      "a card that is declined",
      { flow: "server-to-server", commands: [submit({ kind: "declined", reason: "Lost card" })] },
      [
        "opened pending Server to server",
        "submitted rejected cardo, card ending in 4242: Lost card",
      ],
    ],
    [
      "a challenge",
      {
        flow: "direct",
        commands: [submit({ kind: "challenge" }), { kind: "complete-challenge", passed: true }],
      },
      [
        "opened pending Direct integration",
        "challenged pending cardo, card ending in 4242",
        "authenticated successful 3DS: successful",
      ],
    ],
    [
      "a challenge that fails",
      {
        flow: "direct",
        commands: [submit({ kind: "challenge" }), { kind: "complete-challenge", passed: false }],
      },
      [
        "opened pending Direct integration",
        "challenged pending cardo, card ending in 4242",
        "authentication-failed rejected 3DS: 3DS authentication failed",
      ],
    ],
    [
      "a payout",
      {
        flow: "payout",
        commands: [
          { kind: "confirm-payout", providerId: "pursa" },
          { kind: "approve" },
          { kind: "settle" },
        ],
      },
      [
        "opened pending Payout request",
        "confirmed pending pursa",
        "approved pending By the merchant",
        "settled successful By the provider",
      ],
    ],
    [
      "a payout that the merchant rejects",
      {
        flow: "payout",
        commands: [
          { kind: "confirm-payout", providerId: "pursa" },
          { kind: "reject", reason: "Rejected by the merchant" },
        ],
      },
      [
        "opened pending Payout request",
        "confirmed pending pursa",
        "rejected rejected Rejected by the merchant",
      ],
    ],
    [
      "a payment that is rejected later",
      {
        flow: "hosted",
        amount: "5.05",
        commands: [submit({ kind: "passes" }), { kind: "settle" }],
      },
      [
        "opened pending Hosted checkout",
        "submitted pending cardo, card ending in 4242: waiting for the provider",
        "rejected rejected Refused on review",
      ],
    ],
    [
      "an expired page",
      { flow: "hosted", commands: [{ kind: "expire" }] },
      ["opened pending Hosted checkout", "expired expired The time limit passed"],
    ],
  ])("records each command of %s", (_, { flow, amount = "5.00", commands }, lines) => {
    const store = openStore({ file: ":memory:", seed: undefined, startAt: start });
    let now = start;
    const ledger = createLedger(store, {
      now: () => now,
      expiresAfterMs: 60_000,
      pendingWebhook: "on-submit",
      numericIds: false,
      toBody: JSON.stringify,
      lateSuccessAt: () => undefined,
    });
    const record = ledger.open({
      trackingId: "order-1",
      userId: "customer-1",
      currency: "EUR",
      amount,
      country: null,
      flow,
      accountId: store.accounts.first().accountId,
      mode: "test",
      providerId: null,
      returnUrl: null,
    });
    const id = record?.transactionId ?? "";
    for (const command of commands) {
      now += 1_000;
      expect(ledger.apply(id, command)?.ok).toBe(true);
    }
    const history = store.timeline.of(id);
    expect(history.map(({ kind, status, detail }) => `${kind} ${status} ${detail}`)).toEqual(lines);
    expect(history.map(({ at }) => at)).toEqual(lines.map((__, index) => start + index * 1_000));
    store.close();
  });
});
