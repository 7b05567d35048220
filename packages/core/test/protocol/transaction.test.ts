import { describe, expect, it } from "vitest";
import {
  isFinal,
  isIdentified,
  isTransaction,
  statusRank,
} from "../../src/protocol/transaction.js";

const transaction = {
  transaction_id: "t-1",
  user_id: "u-1",
  tracking_id: "o-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

describe("statusRank", () => {
  it("orders pending before the final statuses", () => {
    expect(statusRank("pending")).toBe(0);
    expect(["successful", "rejected", "expired"].map(statusRank)).toEqual([1, 1, 1]);
    expect(statusRank("refunded")).toBeUndefined();
    expect(["pending", "refunded", "expired"].map(isFinal)).toEqual([false, false, true]);
  });
});

describe("isTransaction", () => {
  it.each(Object.keys(transaction))("requires a string in %s", (field) => {
    const { [field as keyof typeof transaction]: _, ...without } = transaction;
    for (const wrong of [
      without,
      { ...transaction, [field]: 7 },
      { ...transaction, [field]: null },
    ]) {
      expect(isTransaction(wrong)).toBe(false);
    }
  });

  it("rejects empty identifying fields", () => {
    for (const field of ["transaction_id", "status", "transaction_type"]) {
      expect(isTransaction({ ...transaction, [field]: "" })).toBe(false);
    }
    expect(isTransaction({ ...transaction, user_id: "" })).toBe(true);
  });
});

describe("isIdentified", () => {
  it("requires only id, type and status", () => {
    const { transaction_id, transaction_type, status } = transaction;
    const bare = { transaction_id, transaction_type, status, user_id: null };
    expect(isIdentified(bare)).toBe(true);
    for (const field of ["transaction_id", "status", "transaction_type"]) {
      for (const wrong of [undefined, null, "", 7]) {
        expect(isIdentified({ ...bare, [field]: wrong })).toBe(false);
      }
    }
  });
});

describe("isTransaction", () => {
  it("ignores inherited fields", () => {
    expect(isTransaction(Object.create(transaction))).toBe(false);
  });

  it.each([null, undefined, [], "x", 1, true])("rejects %j", (value) => {
    expect(isTransaction(value)).toBe(false);
  });

  it("accepts unknown fields", () => {
    expect(isTransaction({ ...transaction, fee: { amount: "1.00" } })).toBe(true);
  });
});
