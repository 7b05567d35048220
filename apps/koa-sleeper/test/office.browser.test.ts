import { type BrowserPage, describeInBrowser } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld } from "../dist/demo/start-world.js";

async function openWorld() {
  const world = await startWorld();
  onTestFinished(() => world.close());
  return world;
}

/** Books a cabin, from the departures to the provider's page. */
async function book(page: BrowserPage, officeUrl: string, provider: string) {
  await page.goto(officeUrl);
  await page.getByRole("link", { name: "Choose a berth from Vienna to Venice" }).click();
  await page.getByLabel("Cabin for one").check();
  await page.getByLabel("Name, as in your passport").fill("Ada Tester");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel(provider).check();
  await page.getByRole("button", { name: "Book and pay" }).click();
  await page.getByRole("heading", { name: `Pay with ${provider}` }).waitFor();
}

describeInBrowser((openSession) => {
  it("updates the ticket when it is paid", async () => {
    const world = await openWorld();
    const { newPage, errors } = await openSession();
    const page = await newPage();
    await book(page, world.officeUrl, "Pursa");
    const providerUrl = page.url();
    await page.locator('button[value="leave"]').click();
    await page.getByRole("heading", { name: "Your berth is on hold" }).waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    // The passenger pays in another tab.
    const other = await newPage();
    await other.goto(providerUrl);
    await other.getByRole("button", { name: "Pay 119.00 EUR" }).click();

    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("All aboard");
    expect(await page.getByRole("status").textContent()).toContain("All aboard");
    expect(errors).toEqual([]);
  });

  it("accepts another provider after a declined payment", async () => {
    const world = await openWorld();
    const { newPage, errors } = await openSession();
    const page = await newPage();
    await book(page, world.officeUrl, "Northbank");
    await page.locator('button[value="fail"]').click();
    await page.getByRole("heading", { name: "Payment declined" }).waitFor();
    await page.getByLabel("Pursa").check();
    await page.getByRole("button", { name: "Pay again" }).click();
    await page.getByRole("button", { name: "Pay 119.00 EUR" }).click();
    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(errors).toEqual([]);
  });

  it.each([320, 768, 1280])("fits every page into %i pixels", async (width) => {
    const world = await openWorld();
    const { newPage } = await openSession();
    const page = await newPage();
    await page.setViewportSize({ width, height: 800 });
    const scrollWidth = () => page.evaluate(() => document.documentElement.scrollWidth);
    for (const path of ["/", "/trains/np-471", "/nowhere"]) {
      await page.goto(world.officeUrl + path);
      expect(await scrollWidth()).toBe(width);
    }
    await book(page, world.officeUrl, "Northbank");
    await page.locator('button[value="fail"]').click();
    await page.getByRole("heading", { name: "Payment declined" }).waitFor();
    expect(await scrollWidth()).toBe(width);
  });
});
