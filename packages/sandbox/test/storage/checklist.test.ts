import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStore } from "../../src/storage/read-store.js";
import { openStore, type Store } from "../../src/storage/store.js";
import { createMerchant, openCheckout } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

const day = 86_400_000;

describe("the checklist", () => {
  it("keeps the last record of a step in the file", async () => {
    const setting = { file: await temporaryFile(), seed: undefined, startAt: 0 };
    const first = openStore(setting);
    const { accountId } = first.accounts.first();
    expect(first.checklist.find(accountId, "signature")).toBeUndefined();
    first.checklist.record(accountId, "signature", { at: 1, detail: "a" });
    first.checklist.record(accountId, "signature", { at: 2, detail: "b" });
    first.close();
    const second = openStore(setting);
    expect(second.checklist.find(accountId, "signature")).toEqual({ at: 2, detail: "b" });
    expect(second.checklist.find("another", "signature")).toBeUndefined();
    second.close();
  });

  it("records only the first API call of an account", async () => {
    const setting = { file: await temporaryFile(), seed: undefined, startAt: 0 };
    const first = openStore(setting);
    const { accountId } = first.accounts.first();
    for (const at of [5, 6]) first.checklist.recordApiCall(accountId, at);
    first.checklist.recordApiCall("another", 7);
    expect(first.writes()["checklist"]).toBe(2);
    first.close();
    const second = openStore(setting);
    second.checklist.recordApiCall(accountId, 8);
    expect(second.writes()["checklist"]).toBeUndefined();
    expect(second.checklist.find(accountId, "api-call")).toEqual({ at: 5, detail: "" });
    expect(second.checklist.find("another", "api-call")).toEqual({ at: 7, detail: "" });
    second.close();
  });
});

describe("the paid deposit of an account", () => {
  let store: Store;
  let accountId: string;
  beforeEach(() => {
    store = openStore({ file: ":memory:", seed: undefined, startAt: 100 * day });
    ({ accountId } = store.accounts.first());
  });
  afterEach(() => store.close());

  it("is not one of the seeded history", () => {
    store.seedHistory({ accountId, count: 2000, from: 60 * day, before: 90 * day });
    const seeded = store.transactions.all();
    expect(seeded.some(({ status, type }) => status === "successful" && type === "deposit")).toBe(
      true,
    );
    expect(store.transactions.paidDeposit(accountId)).toBeUndefined();
    const [paid] = seeded.filter(({ status }) => status === "successful");
    if (paid === undefined) throw new Error("no seeded transaction is successful");
    for (const [index, pageToken] of ["a".repeat(24), "z".repeat(24)].entries()) {
      const own = { ...paid, type: "deposit", pageToken, accountId: `account-${index}` };
      store.transactions.insert({ ...own, transactionId: `t-${index}` });
      expect(store.transactions.paidDeposit(own.accountId)?.transactionId).toBe(`t-${index}`);
    }
  });
});

describe("a payment", () => {
  it("is a paid deposit once it is successful", async () => {
    const file = await temporaryFile();
    const merchant = await createMerchant({ file });
    const paid = (): string | undefined =>
      readStore(
        file,
        ({ accounts, transactions }) =>
          transactions.paidDeposit(accounts.first().accountId)?.trackingId,
      );
    const failing = await openCheckout(merchant, { tracking_id: "failing" });
    await merchant.submit(`${failing}/northbank`, { action: "fail" });
    const url = await openCheckout(merchant);
    expect(paid()).toBeUndefined();
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    expect(paid()).toBe("order-1");
    await merchant.sandbox.close();
  });
});
