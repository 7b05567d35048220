import { describe, expect, it } from "vitest";
import { runNumipay } from "../run-numipay.js";
import { serve } from "../serve.js";

const paid = {
  transaction_id: "t1",
  user_id: "u",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "10.00",
  transaction_type: "deposit",
};

/** A gateway that lists these transactions only on 5 January. */
async function openGateway(transactions: readonly object[], otherDays: readonly object[] = []) {
  const url = await serve((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    const listed = searchParams.get("from") === "05-01-2026" ? transactions : otherDays;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(listed));
  });
  return { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
}

async function diff(env: Record<string, string>, stdin: string) {
  const days = ["--from", "2026-01-05", "--to", "2026-01-05"];
  const { exitCode, stdout, stderr } = await runNumipay(["ledger", "diff", "-", ...days], {
    env,
    stdin,
  });
  return { exitCode, stderr, last: stdout.trimEnd().split("\n").at(-1) };
}

const head = "tracking_id,amount,currency";

// Guards against a ledger that agrees although not all was compared: decision 0011.
describe("a transaction in the gateway's list", () => {
  it.each([
    ["without an amount", { amount: undefined }],
    ["with an exponent in its amount", { amount: 1e30 }],
    ["without a status", { status: null }],
    ["without a currency", { currency: "" }],
    ["without a tracking id", { tracking_id: undefined }],
  ])("%s is unchecked", async (_what, fields) => {
    const env = await openGateway([paid, { ...paid, transaction_id: "t2", ...fields }]);
    expect(await diff(env, `${head}\norder-1,10.00,EUR\n`)).toMatchObject({
      exitCode: 3,
      last: "1 entry compared with 2 transactions: 1 not compared.",
    });
  });

  it("may have a JSON number as its amount", async () => {
    const env = await openGateway([{ ...paid, amount: 10 }]);
    const agreed = await diff(env, `${head}\norder-1,10.00,EUR\n`);
    expect(agreed).toMatchObject({ exitCode: 0 });
    const wrong = await diff(env, `${head}\norder-1,10.01,EUR\n`);
    expect(wrong).toMatchObject({ exitCode: 1 });
  });

  it("may be listed twice", async () => {
    const env = await openGateway([paid, paid], [paid]);
    const twice = `${head}\norder-1,10.00,EUR\norder-1,10.00,EUR\n`;
    expect(await diff(env, twice)).toMatchObject({
      exitCode: 1,
      last: "2 entries compared with 1 transaction: 1 doubled.",
    });
  });

  it("with an unknown status is unchecked", async () => {
    const env = await openGateway([{ ...paid, status: "Completed" }]);
    const noted = `${head},status\norder-1,10.00,EUR,Completed\n`;
    expect(await diff(env, noted)).toMatchObject({
      exitCode: 3,
      last: "1 entry compared with 1 transaction: 1 not compared.",
    });
    expect(await diff(env, head)).toMatchObject({ exitCode: 3 });
  });

  it("may have an unknown currency and type", async () => {
    const env = await openGateway([{ ...paid, currency: "eur", transaction_type: "Refund" }]);
    const same = `${head},type\norder-1,10.00,eur,Refund\n`;
    expect(await diff(env, same)).toMatchObject({
      exitCode: 0,
      last: "1 entry compared with 1 transaction: they agree.",
    });
  });

  it("may share its tracking id with another day", async () => {
    const other = { ...paid, transaction_id: "t0", amount: "7.00" };
    const env = await openGateway([paid], [other]);
    const both = `transaction_id,${head}\nt1,order-1,10.00,EUR\nt0,order-1,7.00,EUR\n`;
    expect(await diff(env, both)).toMatchObject({
      exitCode: 0,
      last: "2 entries (1 opened on other days) compared with 1 transaction: they agree.",
    });
    expect(await diff(env, `${head}\norder-1,10.00,EUR\n`)).toMatchObject({ exitCode: 0 });
  });
});
