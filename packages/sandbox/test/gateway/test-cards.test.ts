import { describe, expect, it } from "vitest";
import { testCardResult, testCards } from "../../src/gateway/test-cards.js";

const now = Date.UTC(2026, 0, 1);
const until = { expiryMonth: 12, expiryYear: 2030 };

describe("test cards", () => {
  it.each([
    ["4242424242424242", { kind: "passes" }],
    ["4000000000000002", { kind: "declined", reason: "Insufficient funds" }],
    ["4000000000009987", { kind: "declined", reason: "Lost card" }],
    ["4000000000000127", { kind: "declined", reason: "Wrong CVV" }],
    ["4000000000000119", { kind: "declined", reason: "Processing error" }],
    ["4000000000003220", { kind: "challenge" }],
    ["5555555555554444", { kind: "declined", reason: "Not a test card" }],
  ])("decides %s", (number, decision) => {
    expect(testCardResult({ number, ...until }, now)).toEqual(decision);
  });

  it.each(testCards)("describes the result of $number", ({ number, result }) => {
    const decision = testCardResult({ number, ...until }, now);
    const texts = {
      passes: "Payment succeeds",
      declined: `Declined: ${"reason" in decision ? decision.reason : ""}`,
      challenge: "Requires a 3DS password",
    };
    expect(result).toBe(texts[decision.kind]);
  });

  it.each(testCards)("gives $number a valid check digit", ({ number }) => {
    const sum = number
      .split("")
      .toReversed()
      .reduce((total, digit, place) => {
        const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
        return total + (value > 9 ? value - 9 : value);
      }, 0);
    expect(sum % 10).toBe(0);
  });

  it("accepts a card until the end of its month", () => {
    const card = { number: "4242424242424242", expiryMonth: 1, expiryYear: 2026 };
    expect(testCardResult(card, Date.UTC(2026, 1, 1) - 1)).toEqual({ kind: "passes" });
    expect(testCardResult(card, Date.UTC(2026, 1, 1))).toEqual({
      kind: "declined",
      reason: "Expired card",
    });
  });
});
