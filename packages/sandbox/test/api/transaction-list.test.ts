import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout } from "../merchant.js";

const list = "/transactions";

async function threeDays() {
  const merchant = await createMerchant({ startAt: "2026-03-01T23:59:59Z", expiresAfter: "10d" });
  await openCheckout(merchant, { tracking_id: "first" });
  await merchant.sandbox.advance("1s");
  await openCheckout(merchant, { tracking_id: "second" });
  await merchant.sandbox.advance("1d");
  await openCheckout(merchant, { tracking_id: "third" });
  const ids = async (query: string) => {
    const { body } = await merchant.call("GET", list + query);
    return (body as unknown as { tracking_id: string }[]).map((one) => one.tracking_id);
  };
  return { merchant, ids };
}

describe("the transaction list", () => {
  it("defaults to today in UTC", async () => {
    const { ids } = await threeDays();
    expect(await ids("")).toEqual(["third"]);
  });

  it("lists whole days, oldest first", async () => {
    const { ids } = await threeDays();
    expect(await ids("?from=01-03-2026&to=03-03-2026")).toEqual(["first", "second", "third"]);
    expect(await ids("?from=01-03-2026&to=01-03-2026")).toEqual(["first"]);
    expect(await ids("?from=02-03-2026&to=02-03-2026")).toEqual(["second"]);
  });

  it("accepts a single date", async () => {
    const { ids } = await threeDays();
    expect(await ids("?from=01-03-2026")).toEqual(["first"]);
    expect(await ids("?to=02-03-2026")).toEqual(["second"]);
  });

  it("has the seven fields of the webhook", async () => {
    const { merchant } = await threeDays();
    const { body } = await merchant.call("GET", list);
    expect(Object.keys((body as unknown as object[])[0] ?? {})).toEqual([
      "transaction_id",
      "user_id",
      "tracking_id",
      "status",
      "currency",
      "amount",
      "transaction_type",
    ]);
  });

  it("allows at most 7 days between the dates", async () => {
    const { merchant } = await threeDays();
    const ask = (query: string) => merchant.call("GET", list + query);
    expect((await ask("?from=25-02-2026&to=04-03-2026")).status).toBe(200);
    expect(await ask("?from=24-02-2026&to=04-03-2026")).toMatchObject({
      status: 400,
      body: { field: "to", message: expect.stringContaining("7 days") },
    });
  });

  it.each([
    ["?from=2026-03-01", "from"],
    ["?from=30-02-2026", "from"],
    ["?to=1-3-2026", "to"],
    ["?to=", "to"],
    ["?from=00-01-2026", "from"],
    ["?from=05-03-2026&to=04-03-2026", "from"],
  ])("rejects %s, naming %s", async (query, field) => {
    const { merchant } = await threeDays();
    expect(await merchant.call("GET", list + query)).toMatchObject({
      status: 400,
      body: { field },
    });
  });
});
