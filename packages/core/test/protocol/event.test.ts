import { describe, expect, it } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import {
  eventType,
  matchesPattern,
  patternProblem,
  toIdempotencyKey,
} from "../../src/protocol/event.js";

const transaction: Transaction = {
  transaction_id: "t-1",
  user_id: "u-1",
  tracking_id: "o-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

describe("matchesPattern", () => {
  it.each(["*", "*.*", "deposit.*", "*.successful", "deposit.successful"])(
    "matches with %s",
    (pattern) => {
      expect(matchesPattern(pattern, transaction)).toBe(true);
    },
  );

  it.each(["withdrawal.*", "*.rejected", "deposit.pending", "withdrawal.successful"])(
    "does not match with %s",
    (pattern) => {
      expect(matchesPattern(pattern, transaction)).toBe(false);
    },
  );

  it("matches new statuses and types with wildcards", () => {
    const later = { ...transaction, status: "refunded", transaction_type: "charge.back" };
    expect(eventType(later)).toBe("charge.back.refunded");
    expect(["*", "*.*"].every((pattern) => matchesPattern(pattern, later))).toBe(true);
  });
});

describe("patternProblem", () => {
  it.each([
    ["deposit.sucessful", "deposit.successful"],
    ["deposits.*", "deposit.*"],
    ["Deposit.Rejected", "deposit.rejected"],
  ])("suggests, for %j, %j", (pattern, suggestion) => {
    expect(patternProblem(pattern)).toContain(`Did you mean "${suggestion}"?`);
  });

  it.each(["*", "*.*", "deposit.*", "*.expired", "withdrawal.pending"])("accepts %s", (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  });

  it.each([
    "",
    "deposit",
    "deposit.",
    ".successful",
    "deposit.succesful",
    "a.b.c",
    "payment.successful",
    "**",
    7,
    undefined,
  ])("rejects %j and lists the alternatives", (pattern) => {
    expect(patternProblem(pattern)).toMatch(
      /can never match\.(?: Did you mean .*\?)? Use "\*", or a type \(deposit, withdrawal or \*\)/,
    );
  });
});

describe("toIdempotencyKey", () => {
  it("differs by type, id and status", () => {
    const key = toIdempotencyKey(transaction);
    expect(key).toBe("deposit:t-1:successful");
    expect(toIdempotencyKey({ ...transaction, amount: "1.00", user_id: "other" })).toBe(key);
    for (const other of [
      { status: "pending" },
      { transaction_id: "t-2" },
      { transaction_type: "withdrawal" },
    ]) {
      expect(toIdempotencyKey({ ...transaction, ...other })).not.toBe(key);
    }
  });

  it("escapes colons and accepts lone surrogates", () => {
    const one = toIdempotencyKey({ ...transaction, transaction_type: "a:b", transaction_id: "c" });
    const two = toIdempotencyKey({ ...transaction, transaction_type: "a", transaction_id: "b:c" });
    const three = toIdempotencyKey({
      ...transaction,
      transaction_type: "a%3Ab",
      transaction_id: "c",
    });
    expect(new Set([one, two, three]).size).toBe(3);
    expect(toIdempotencyKey({ ...transaction, transaction_id: "\ud800" })).toContain("\ud800");
  });
});
