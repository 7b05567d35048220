import { describeInBrowser } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld } from "../dist/demo/start-world.js";

async function openWorld() {
  const world = await startWorld();
  onTestFinished(() => world.close());
  return world;
}

describeInBrowser((openSession) => {
  it("updates the order's page when it is paid", async () => {
    const world = await openWorld();
    const { newPage, errors } = await openSession();
    const page = await newPage();
    await page.goto(world.shopUrl);
    await page.getByRole("button", { name: "Add First Light to basket" }).click();
    await page.getByRole("button", { name: "Pay €14.50" }).click();
    const cashierUrl = page.url();
    await page.locator('button[value="leave"]').click();
    await page.getByRole("heading", { name: "Waiting for your payment" }).waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    // The customer pays in another tab.
    const other = await newPage();
    await other.goto(cashierUrl);
    await other.getByRole("link", { name: "Northbank" }).click();
    await other.getByRole("button", { name: "Pay 14.50 EUR" }).click();

    await page.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("Paid");
    expect(await page.getByRole("status").textContent()).toContain("Paid");
    expect(errors).toEqual([]);
  });

  it("shows a new withdrawal in the back office", async () => {
    const world = await openWorld();
    const { newPage, errors } = await openSession({
      username: "clerk",
      password: world.officePassword,
    });
    const page = await newPage();
    await page.goto(`${world.shopUrl}/wallet`);
    await page.getByRole("button", { name: "Top up" }).click();
    await page.getByRole("link", { name: "Pursa" }).click();
    await page.getByRole("button", { name: "Pay 20.00 EUR" }).click();
    await page.getByRole("link", { name: "Go to your wallet" }).click();

    const office = await newPage();
    await office.goto(`${world.shopUrl}/office`);
    await office.getByText("No payouts to review").waitFor();

    await page.getByLabel("Amount in EUR").last().fill("7.50");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("link", { name: "Pursa" }).click();
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("In review").waitFor();
    // Must survive the update of the page.
    await page.getByLabel("Amount in EUR").last().fill("1.23");

    await office.getByRole("button", { name: "Approve payout" }).click();
    await page.getByText("Paid out").waitFor();
    expect(await page.locator("#balance").textContent()).toBe("€12.50");
    expect(await page.getByLabel("Amount in EUR").last().inputValue()).toBe("1.23");
    expect(errors).toEqual([]);
  });

  it.each([320, 768, 1280])("fits every page into %i pixels", async (width) => {
    const world = await openWorld();
    const { newPage } = await openSession({ username: "clerk", password: world.officePassword });
    const page = await newPage();
    await page.setViewportSize({ width, height: 800 });
    for (const path of ["/", "/wallet", "/office", "/nowhere"]) {
      await page.goto(world.shopUrl + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  it("can be used with the keyboard", async () => {
    const world = await openWorld();
    const { newPage } = await openSession();
    const page = await newPage();
    await page.goto(world.shopUrl);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.getByRole("button", { name: "Add Deck Mug to basket" }).focus();
    await page.keyboard.press("Enter");
    // The locator waits for the page; a key that is pressed earlier is lost.
    await page.getByRole("button", { name: "Pay €16.40" }).press("Enter");
    await page.getByRole("heading", { name: "How would you like to pay?" }).waitFor();
  });
});
