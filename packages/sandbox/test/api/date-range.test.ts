import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";

const ids = async (merchant: Merchant, query: string) => {
  const { body } = await merchant.call("GET", `/transactions${query}`);
  return (body as unknown as { tracking_id: string }[]).map((one) => one.tracking_id);
};

/** Opens a transaction at each time, with the time as its tracking id. */
async function openAt(timeZone: string, instants: readonly string[]): Promise<Merchant> {
  const merchant = await createMerchant({
    contract: { timeZone },
    startAt: instants[0] ?? "",
    expiresAfter: "30d",
  });
  for (const instant of instants) {
    await merchant.sandbox.advance(Date.parse(instant) - merchant.sandbox.now().getTime());
    await openCheckout(merchant, { tracking_id: instant });
  }
  return merchant;
}

describe("a date range", () => {
  it("uses days of the contract's time zone", async () => {
    const merchant = await openAt("Europe/Berlin", [
      "2026-01-14T22:59:59Z",
      "2026-01-14T23:00:00Z",
    ]);
    expect(await ids(merchant, "?from=14-01-2026&to=14-01-2026")).toEqual(["2026-01-14T22:59:59Z"]);
    expect(await ids(merchant, "?from=15-01-2026")).toEqual(["2026-01-14T23:00:00Z"]);
    // 15 January in Berlin, 14 January in UTC.
    expect(await ids(merchant, "")).toEqual(["2026-01-14T23:00:00Z"]);
  });

  it.each([
    // 23 hours
    [
      "29-03-2026",
      [
        "2026-03-28T22:59:59Z",
        "2026-03-28T23:00:00Z",
        "2026-03-29T21:59:59Z",
        "2026-03-29T22:00:00Z",
      ],
    ],
    // 25 hours
    [
      "25-10-2026",
      [
        "2026-10-24T21:59:59Z",
        "2026-10-24T22:00:00Z",
        "2026-10-25T22:59:59Z",
        "2026-10-25T23:00:00Z",
      ],
    ],
  ])("covers the whole day of a clock change: %s", async (day, instants) => {
    const merchant = await openAt("Europe/Berlin", instants);
    expect(await ids(merchant, `?from=${day}&to=${day}`)).toEqual(instants.slice(1, 3));
  });

  it.each([
    ["UTC", "01-01-2026", "08-01-2026", "09-01-2026"],
    // Seven days of 24 hours and an hour more.
    ["Europe/Berlin", "20-10-2026", "27-10-2026", "28-10-2026"],
    // An hour less, which an eighth day must not slip through.
    ["Europe/Berlin", "25-03-2026", "01-04-2026", "02-04-2026"],
  ])("allows 7 days between dates in %s: %s to %s, not %s", async (timeZone, from, last, past) => {
    const merchant = await createMerchant({ contract: { timeZone } });
    const ask = (to: string) => merchant.call("GET", `/transactions?from=${from}&to=${to}`);
    expect((await ask(last)).status).toBe(200);
    expect(await ask(past)).toMatchObject({ status: 400, body: { field: "to" } });
  });

  it("includes both ends", async () => {
    const merchant = await openAt("UTC", [
      "2026-01-01T00:00:00Z",
      "2026-01-08T23:59:59Z",
      "2026-01-09T00:00:00Z",
    ]);
    expect(await ids(merchant, "?from=01-01-2026&to=08-01-2026")).toEqual([
      "2026-01-01T00:00:00Z",
      "2026-01-08T23:59:59Z",
    ]);
  });
});

describe("a single date", () => {
  it("selects one day in the contract's time zone", async () => {
    const merchant = await openAt("America/New_York", [
      "2026-01-15T04:59:59Z",
      "2026-01-15T05:00:00Z",
      "2026-01-16T05:00:00Z",
    ]);
    for (const name of ["from", "to"]) {
      expect(await ids(merchant, `?${name}=15-01-2026`)).toEqual(["2026-01-15T05:00:00Z"]);
    }
  });
});
