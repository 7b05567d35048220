import { type BrowserPage, describeInBrowser, inspectPage } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld, type World } from "../dist/demo/start-world.js";

async function openWorld() {
  const world = await startWorld();
  onTestFinished(() => world.close());
  return world;
}

function clerkOf({ officePassword }: World) {
  return { username: "clerk", password: officePassword };
}

async function addNightWatch(page: BrowserPage, { shopUrl }: World): Promise<void> {
  await page.goto(shopUrl);
  await page.getByRole("button", { name: "Add Night Watch to basket" }).click();
}

/** Tops up €20.00 and requests a withdrawal of €7.50. */
async function requestWithdrawal(page: BrowserPage, { shopUrl }: World): Promise<void> {
  await page.goto(`${shopUrl}/wallet`);
  await page.getByRole("button", { name: "Top up" }).click();
  await page.getByRole("link", { name: "Pursa" }).click();
  await page.locator('button[value="pay"]').click();
  // The webhook may arrive after the customer.
  await expect
    .poll(async () => {
      await page.goto(`${shopUrl}/wallet`);
      return page.locator("#balance").textContent();
    })
    .toBe("€20.00");
  await page.getByLabel("Amount in EUR").last().fill("7.50");
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("link", { name: "Pursa" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect
    .poll(async () => {
      await page.goto(`${shopUrl}/wallet`);
      return page.getByText("In review").count();
    })
    .toBe(1);
}

describeInBrowser((openSession) => {
  it("updates the order's page when it is paid", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession();
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
    await other.locator('button[value="pay"]').click();

    await page.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("Paid");
    expect(await page.getByRole("status").textContent()).toContain("Paid");
    expect(messages).toEqual([]);
  });

  it("shows a new withdrawal in the back office", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession({ credentials: clerkOf(world) });
    const page = await newPage();
    await page.goto(`${world.shopUrl}/wallet`);
    await page.getByRole("button", { name: "Top up" }).click();
    await page.getByRole("link", { name: "Pursa" }).click();
    await page.locator('button[value="pay"]').click();
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
    expect(messages).toEqual([]);
  });

  it("has no faults before the first payment, in any view", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession({ credentials: clerkOf(world) });
    const page = await newPage();
    const findings: string[] = [];
    for (const path of ["/", "/wallet", "/office"]) {
      findings.push(...(await inspectPage(page, world.shopUrl + path)));
    }
    expect(messages).toEqual([]);

    // Chromium logs every 404.
    findings.push(...(await inspectPage(page, `${world.shopUrl}/nowhere`)));
    expect(findings).toEqual([]);
  });

  it("has no faults with payments, in any view", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession({ credentials: clerkOf(world) });
    const page = await newPage();
    const findings: string[] = [];
    const inspect = async (path: string) => {
      findings.push(...(await inspectPage(page, new URL(path, world.shopUrl).href)));
    };
    await addNightWatch(page, world);
    await inspect("/");
    await page.locator("#pay").click();
    await page.getByRole("link", { name: "Northbank" }).click();
    await page.locator('button[value="fail"]').click();
    await page.getByRole("heading", { name: "Payment declined" }).waitFor();
    await inspect(page.url());

    world.failNextRequest("response");
    await addNightWatch(page, world);
    await page.locator("#pay").click();
    await page.getByRole("heading", { name: "We are checking your payment" }).waitFor();
    await inspect(page.url());

    await requestWithdrawal(page, world);
    await inspect("/wallet");
    await inspect("/office");
    expect(findings).toEqual([]);
    expect(messages).toEqual([]);
  });

  it("works without JavaScript", async () => {
    const world = await openWorld();
    const { newPage } = await openSession({ hasJavaScript: false });
    const page = await newPage();
    await requestWithdrawal(page, world);
    expect(await page.getByText("In review").isVisible()).toBe(true);
    expect(await page.locator("noscript p").isVisible()).toBe(true);
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
