import { describe, expect, it } from "vitest";
import { deposit, createShop } from "./fixture.js";

const hourMs = 3_600_000;
const at = (instant: string) => ({ now: () => Date.parse(instant) });

describe("reconcile in the gateway's time zone", () => {
  it.each([
    ["UTC", "2026-03-29T00:30:00Z", "2026-03-29"],
    ["Europe/Berlin", "2026-03-28T22:59:00Z", "2026-03-28"],
    ["Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"],
    ["Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"],
    ["Europe/Berlin", "2026-10-25T22:59:00Z", "2026-10-25"],
    ["America/New_York", "2026-03-29T00:30:00Z", "2026-03-28"],
    ["Pacific/Kiritimati", "2026-03-28T10:00:00Z", "2026-03-29"],
  ])("ends today in %s at %s: %s", async (timeZone, now, today) => {
    const shop = createShop({});
    await shop.run({ ...at(now), timeZone });
    expect(shop.ranges.at(-1)?.to).toBe(today);
    await shop.run({ ...at(now), timeZone, from: new Date(now) });
    expect(shop.ranges.at(-1)).toEqual({ from: today, to: today });
  });

  it("defaults to the client's time zone", async () => {
    const shop = createShop({});
    Object.assign(shop.numipay.transactions, { timeZone: "Pacific/Kiritimati" });
    await shop.run(at("2026-03-28T10:00:00Z"));
    expect(shop.ranges.at(-1)?.to).toBe("2026-03-29");
    await shop.run({ ...at("2026-03-28T10:00:00Z"), timeZone: "UTC" });
    expect(shop.ranges.at(-1)?.to).toBe("2026-03-28");
    await expect(async () => shop.run({ timeZone: "Berlin" })).rejects.toThrow(/^timeZone must/);
  });

  it("accepts the documented date format", async () => {
    const shop = createShop({});
    await shop.run({ from: "01-08-2024", to: "2024-08-02" });
    expect(shop.ranges).toEqual([{ from: "2024-08-01", to: "2024-08-02" }]);
    await expect(shop.run({ from: "1-8-2024" })).rejects.toThrow(/^from .*not a day/);
  });
});

describe("the watermark across time zones", () => {
  it("does not pass the westernmost time zone", async () => {
    const shop = createShop({});
    // In Kiritimati it is the 29th, in UTC the 28th, and behind UTC by 12 hours still the 27th.
    await shop.run({ ...at("2026-03-28T10:00:00Z"), timeZone: "Pacific/Kiritimati" });
    expect(await shop.watermark()).toBe("2026-03-27");
  });

  it.each([
    ["Pacific/Kiritimati", "Etc/GMT+12"],
    ["Etc/GMT+12", "Pacific/Kiritimati"],
    ["Etc/GMT+12", "Etc/GMT+12"],
    ["UTC", "America/New_York"],
  ])("leaves no gap from %s to %s", async (before, actual) => {
    // For each hour of three days: a run in one zone, a transaction just after it, and a run in the other zone weeks later.
    for (let hour = 0; hour < 72; hour += 1) {
      const first = Date.parse("2026-03-27T00:00:00Z") + hour * hourMs;
      const shop = createShop({});
      await shop.run({ now: () => first, timeZone: before, lookbackDays: 1 });
      const day = new Intl.DateTimeFormat("sv", { timeZone: actual }).format(first + 1_000);
      shop.days[day] = [deposit(`t-${hour}`)];
      await shop.run({ now: () => first + 500 * hourMs, timeZone: actual, lookbackDays: 1 });
      expect(shop.ids()).toEqual([`t-${hour}`]);
    }
  });

  it("is not moved back by another zone", async () => {
    const shop = createShop({});
    await shop.run({ ...at("2026-03-28T13:00:00Z"), timeZone: "Pacific/Kiritimati" });
    expect(await shop.watermark()).toBe("2026-03-28");
    await shop.run({ ...at("2026-03-28T11:00:00Z"), timeZone: "Etc/GMT+12" });
    expect(await shop.watermark()).toBe("2026-03-28");
  });

  it("may be a day ahead from an earlier version", async () => {
    const shop = createShop({ "2026-03-26": [deposit("a")] });
    await shop.inbox.checkpoints?.write("reconcile", "2026-03-28");
    await shop.run({ ...at("2026-03-28T01:00:00Z"), lookbackDays: 1 });
    expect(shop.ids()).toEqual(["a"]);
  });
});
