import { describe, expect, expectTypeOf, test } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import {
  eventType,
  matchesPattern,
  type NumipayEvent,
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
  test.each(["*", "*.*", "deposit.*", "*.successful", "deposit.successful"])(
    "%s lets the event through",
    (pattern) => {
      expect(matchesPattern(pattern, transaction)).toBe(true);
    },
  );

  test.each(["withdrawal.*", "*.rejected", "deposit.pending", "withdrawal.successful"])(
    "%s does not",
    (pattern) => {
      expect(matchesPattern(pattern, transaction)).toBe(false);
    },
  );

  test("what the gateway adds later reaches the open patterns", () => {
    const later = { ...transaction, status: "refunded", transaction_type: "charge.back" };
    expect(eventType(later)).toBe("charge.back.refunded");
    expect(["*", "*.*"].every((pattern) => matchesPattern(pattern, later))).toBe(true);
  });
});

describe("patternProblem", () => {
  test.each(["*", "*.*", "deposit.*", "*.expired", "withdrawal.pending"])(
    "%s can match",
    (pattern) => {
      expect(patternProblem(pattern)).toBeUndefined();
    },
  );

  test.each([
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
  ])("%j can never match, and the message says what can", (pattern) => {
    expect(patternProblem(pattern)).toMatch(
      /can never match: write "\*", or a type \(deposit, withdrawal or \*\)/,
    );
  });
});

describe("NumipayEvent", () => {
  test("narrows the payload by the pattern", () => {
    expectTypeOf<NumipayEvent<"deposit.successful">["status"]>().toEqualTypeOf<"successful">();
    expectTypeOf<
      NumipayEvent<"deposit.successful">["transaction_type"]
    >().toEqualTypeOf<"deposit">();
    expectTypeOf<NumipayEvent<"*.rejected">["status"]>().toEqualTypeOf<"rejected">();
    expectTypeOf<NumipayEvent<"*.rejected">["transaction_type"]>().toEqualTypeOf<
      Transaction["transaction_type"]
    >();
    expectTypeOf<NumipayEvent["status"]>().toEqualTypeOf<Transaction["status"]>();
  });
});

describe("toIdempotencyKey", () => {
  test("is the same for the same change and differs by type, id and status", () => {
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

  test("keeps colons of different fields apart, and survives half a surrogate pair", () => {
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
