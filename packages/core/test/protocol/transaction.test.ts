import { expect, test } from "vitest";
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

test("pending ranks below the three final statuses, and an unknown one has no rank", () => {
  expect(statusRank("pending")).toBe(0);
  expect(["successful", "rejected", "expired"].map(statusRank)).toEqual([1, 1, 1]);
  expect(statusRank("refunded")).toBeUndefined();
  expect(["pending", "refunded", "expired"].map(isFinal)).toEqual([false, false, true]);
});

test.each(Object.keys(transaction))("without a text in %s it is no transaction", (field) => {
  const { [field as keyof typeof transaction]: _, ...without } = transaction;
  for (const wrong of [
    without,
    { ...transaction, [field]: 7 },
    { ...transaction, [field]: null },
  ]) {
    expect(isTransaction(wrong)).toBe(false);
  }
});

test("what identifies a change may not be empty", () => {
  for (const field of ["transaction_id", "status", "transaction_type"]) {
    expect(isTransaction({ ...transaction, [field]: "" })).toBe(false);
  }
  expect(isTransaction({ ...transaction, user_id: "" })).toBe(true);
});

test("is identified by id, type and status alone", () => {
  const { transaction_id, transaction_type, status } = transaction;
  const bare = { transaction_id, transaction_type, status, user_id: null };
  expect(isIdentified(bare)).toBe(true);
  for (const field of ["transaction_id", "status", "transaction_type"]) {
    for (const wrong of [undefined, null, "", 7]) {
      expect(isIdentified({ ...bare, [field]: wrong })).toBe(false);
    }
  }
});

test("an inherited field is no field", () => {
  expect(isTransaction(Object.create(transaction))).toBe(false);
});

test.each([null, undefined, [], "x", 1, true])("%j is no transaction", (value) => {
  expect(isTransaction(value)).toBe(false);
});

test("fields that only the gateway knows are let through", () => {
  expect(isTransaction({ ...transaction, fee: { amount: "1.00" } })).toBe(true);
});
