import { createScriptedBrowser } from "sample-tests/demo";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { buyCoins } from "../demo/player.js";
import { coinPack, formatMoney, toCents } from "../demo/coin-pack.js";
import { openWorld } from "./world.js";

function countCoins(text: string): number {
  return Number(/data-coins="(-?\d+)"/.exec(text)?.[1]);
}

describe("the arcade's hall", () => {
  it("credits coins only after the webhook", async () => {
    const world = await openWorld();
    const player = createScriptedBrowser();
    await player.open(world.hallUrl);
    await player.press("Buy 10 coins for €4.99");
    await player.leaveCashier();
    expect(player.page().text).toContain("Not paid yet");
    expect(countCoins(player.page().text)).toBe(0);
    await buyCoins(world, "pay");
    await player.reload();
    expect(countCoins(player.page().text)).toBe(10);
  });

  it("lists the newest purchase first", async () => {
    const world = await openWorld();
    for (let purchases = 0; purchases < 9; purchases += 1) await buyCoins(world, "pay");
    await buyCoins(world, "fail");
    const player = createScriptedBrowser();
    await player.open(world.hallUrl);
    expect(player.state()).toBe("declined");
    await player.press("Buy 10 coins");
    await player.leaveCashier();
    expect(player.state()).toBe("waiting");
  });

  it("never spends more coins than it has", async () => {
    const world = await openWorld();
    await buyCoins(world, "pay");
    const player = createScriptedBrowser();
    await player.open(world.hallUrl);
    for (let plays = 0; plays < 12; plays += 1) {
      await player.post(`${world.hallUrl}/machines/moth-run`);
    }
    expect(countCoins(player.page().text)).toBe(0);
  });

  it("rejects forms of other sites", async () => {
    const world = await openWorld();
    const response = await fetch(`${world.hallUrl}/purchases`, {
      method: "POST",
      headers: { origin: "https://elsewhere.example" },
      body: new URLSearchParams(),
    });
    expect(response.status).toBe(403);
    expect(world.sandbox.transactions()).toEqual([]);
  });

  it("reports that the payment page could not be opened", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const world = await openWorld();
    const player = createScriptedBrowser();
    await player.open(world.hallUrl);
    await world.sandbox.close();
    await player.press("Buy 10 coins");
    expect(player.page().status).toBe(502);
    expect(player.page().text).toContain("You were not charged.");
  });
});

describe("an amount", () => {
  it("is parsed and formatted without rounding", () => {
    expect(toCents(coinPack.amount)).toBe(499);
    expect(formatMoney(123_456)).toBe("€1,234.56");
  });
});
