import { expect, it } from "vitest";
import { judgeCard } from "../../src/gateway/judge-card.js";

const now = Date.UTC(2026, 0, 1);
const until = { expiryMonth: 12, expiryYear: 2030 };

it.each([
  ["4242424242424242", { kind: "passes" }],
  ["4000000000000002", { kind: "declined", reason: "Insufficient funds" }],
  ["4000000000003220", { kind: "challenge" }],
  ["5555555555554444", { kind: "declined", reason: "Not a test card" }],
])("judges %s", (number, decision) => {
  expect(judgeCard({ number, ...until }, now)).toEqual(decision);
});

it("takes a card to the last instant of its month", () => {
  const card = { number: "4242424242424242", expiryMonth: 1, expiryYear: 2026 };
  expect(judgeCard(card, Date.UTC(2026, 1, 1) - 1)).toEqual({ kind: "passes" });
  expect(judgeCard(card, Date.UTC(2026, 1, 1))).toEqual({
    kind: "declined",
    reason: "Expired card",
  });
});
