import { type BrowserPage, describeInBrowser, inspectPage } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld } from "../dist/demo/start-world.js";

async function openWorld() {
  const world = await startWorld();
  onTestFinished(() => world.close());
  return world;
}

/** Buys coins, from the hall to the provider's page and back. */
async function buyCoins(page: BrowserPage, hallUrl: string, action: "pay" | "fail" | "leave") {
  await page.goto(hallUrl);
  await page.getByRole("button", { name: "Buy 10 coins for €4.99" }).click();
  await page.getByRole("link", { name: "Northbank" }).click();
  await page.locator(`button[value="${action}"]`).click();
  await page.getByRole("heading", { name: "Your coins" }).waitFor();
}

describeInBrowser((openSession) => {
  it("has no faults on any page, in any view", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession();
    const page = await newPage();
    const findings = await inspectPage(page, world.relayUrl);
    const inspectHall = async () => findings.push(...(await inspectPage(page, world.hallUrl)));
    await inspectHall();

    for (const action of ["pay", "fail", "leave"] as const) {
      await buyCoins(page, world.hallUrl, action);
    }
    await inspectHall();
    expect(messages).toEqual([]);

    // Chromium logs every 404.
    findings.push(...(await inspectPage(page, `${world.relayUrl}/nowhere`)));
    findings.push(...(await inspectPage(page, `${world.hallUrl}/nowhere`)));
    expect(findings).toEqual([]);
  });

  it("credits coins and spends them, without JavaScript", async () => {
    const world = await openWorld();
    const { newPage } = await openSession({ hasJavaScript: false });
    const page = await newPage();
    await page.goto(world.hallUrl);
    await page.getByText("None yet.").waitFor();
    expect(await page.getByRole("button", { name: "Play Moth Run" }).isEnabled()).toBe(false);

    await buyCoins(page, world.hallUrl, "pay");
    await page.locator('[data-coins="10"]').waitFor();
    await page.getByRole("button", { name: "Play Moth Run" }).press("Enter");
    await page.locator('[data-coins="9"]').waitFor();
    await page.getByText("Last played: Moth Run").waitFor();
  });

  it("offers to continue a purchase", async () => {
    const world = await openWorld();
    const { newPage } = await openSession();
    const page = await newPage();
    await buyCoins(page, world.hallUrl, "leave");
    await page.getByText("Not paid yet").waitFor();
    await page.getByRole("link", { name: "Continue to pay" }).click();
    await page.getByRole("link", { name: "Northbank" }).click();
    await page.locator('button[value="pay"]').click();
    await page.locator('[data-state="paid"]').waitFor();
    expect(await page.locator("li[data-state]").count()).toBe(1);
  });
});
