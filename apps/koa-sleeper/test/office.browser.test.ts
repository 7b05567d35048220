import { type BrowserPage, describeInBrowser, inspectPage } from "sample-tests/browser";
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
  await page.locator('button[value="leave"]').waitFor();
}

describeInBrowser((openSession) => {
  it("updates the ticket when it is paid", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession();
    const page = await newPage();
    await book(page, world.officeUrl, "Pursa");
    const providerUrl = page.url();
    await page.locator('button[value="leave"]').click();
    await page.getByRole("heading", { name: "Your berth is on hold" }).waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    // The passenger pays in another tab.
    const other = await newPage();
    await other.goto(providerUrl);
    await other.locator('button[value="pay"]').click();

    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("All aboard");
    expect(await page.getByRole("status").textContent()).toContain("All aboard");
    expect(messages).toEqual([]);
  });

  it("accepts another provider after a declined payment", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession();
    const page = await newPage();
    await book(page, world.officeUrl, "Northbank");
    await page.locator('button[value="fail"]').click();
    await page.getByRole("heading", { name: "Payment declined" }).waitFor();
    await page.getByLabel("Pursa").check();
    await page.getByRole("button", { name: "Pay again" }).click();
    await page.locator('button[value="pay"]').click();
    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(messages).toEqual([]);
  });

  it("has no faults on any page, in any view", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession();
    const page = await newPage();
    const findings: string[] = [];
    const inspect = async (path: string) => {
      findings.push(...(await inspectPage(page, new URL(path, world.officeUrl).href)));
    };
    await inspect("/");

    await book(page, world.officeUrl, "Northbank");
    await page.locator('button[value="leave"]').click();
    await page.getByRole("heading", { name: "Your berth is on hold" }).waitFor();
    await inspect(page.url());

    await book(page, world.officeUrl, "Pursa");
    await page.locator('button[value="pay"]').click();
    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    await inspect(page.url());
    // Both cabins are gone.
    await inspect("/trains/np-233");

    await page.goto(`${world.officeUrl}/trains/np-408`);
    await page.getByLabel("Name, as in your passport").fill("Ada Tester");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByRole("button", { name: "Book and pay" }).click();
    await page.locator('button[value="fail"]').click();
    await page.getByRole("heading", { name: "Payment declined" }).waitFor();
    await inspect(page.url());
    expect(messages).toEqual([]);

    // Chromium logs every 404.
    await inspect("/nowhere");
    expect(findings).toEqual([]);
  });

  it("works without JavaScript", async () => {
    const world = await openWorld();
    const { newPage } = await openSession({ hasJavaScript: false });
    const page = await newPage();
    await book(page, world.officeUrl, "Pursa");
    await page.locator('button[value="pay"]').click();
    await page.locator("noscript p").waitFor();
    // The webhook may arrive after the passenger.
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole("heading", { level: 1 }).textContent();
      })
      .toContain("All aboard");
  });

  it("can be used with the keyboard", async () => {
    const world = await openWorld();
    const { newPage } = await openSession();
    const page = await newPage();
    await page.goto(world.officeUrl);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#content");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByLabel("Recliner").press("ArrowDown");
    expect(await page.getByLabel("Couchette").isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.type("Ada Tester");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ada@example.com");
    await page.keyboard.press("Enter");
    await page.locator('button[value="pay"]').waitFor();
  });
});
