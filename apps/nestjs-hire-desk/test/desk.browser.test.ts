import { type BrowserPage, describeInBrowser, inspectPage } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld, type World } from "../dist/demo/start-world.js";
import { onAnyDatabase } from "./describe-each-engine.js";

const silentLogger = { log() {}, error() {}, warn() {} };

async function openWorld(): Promise<World> {
  const database = await onAnyDatabase.newDatabase();
  const world = await startWorld({ logger: silentLogger, database });
  onTestFinished(() => world.close());
  return world;
}

function operatorOf({ officePassword }: World) {
  return { username: "operator", password: officePassword };
}

const cards = {
  good: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  challenged: "4000 0000 0000 3220",
};

async function payWith(page: BrowserPage, { deskUrl }: World, cardNumber: string): Promise<void> {
  await page.goto(deskUrl);
  await page.getByLabel("Cement mixer").check();
  await page.getByLabel("Name on the card").fill("Ada Tester");
  await page.getByLabel("Card number").fill(cardNumber);
  await page.getByLabel("Month").fill("12");
  await page.getByLabel("Year").fill("2030");
  await page.getByLabel("CVV").fill("123");
  await page.getByRole("button", { name: "Pay the deposit" }).click();
}

async function returnTool(page: BrowserPage, action: "confirm" | "leave"): Promise<void> {
  await page.getByRole("button", { name: "Return the tool" }).click();
  await page.getByRole("link", { name: "Northbank" }).click();
  await page.locator(`button[value="${action}"]`).click();
}

describeInBrowser((openSession) => {
  it("updates a hire and its refund", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession({ credentials: operatorOf(world) });
    const page = await newPage();
    await payWith(page, world, cards.good);
    await page.getByRole("heading", { name: "Deposit paid" }).waitFor();
    await returnTool(page, "confirm");
    await page.getByText("Waiting for approval").waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    const office = await newPage();
    await office.goto(`${world.deskUrl}/office`);
    await office.getByRole("button", { name: "Approve" }).click();
    // The office is not live. The webhook closes the refund, usually before its page is loaded again.
    const isClosed = async (): Promise<boolean> => {
      await office.reload();
      return office.getByText("No open refunds").isVisible();
    };
    await expect.poll(isClosed, { timeout: 20_000 }).toBe(true);

    await page.getByText("Paid back").waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(messages).toEqual([]);
  });

  it("has no faults on any page, in any view", async () => {
    const world = await openWorld();
    const { newPage, messages } = await openSession({ credentials: operatorOf(world) });
    const page = await newPage();
    const findings: string[] = [];
    const inspect = async (path: string) => {
      findings.push(...(await inspectPage(page, new URL(path, world.deskUrl).href)));
    };
    await inspect("/");
    await inspect("/office");

    await payWith(page, world, cards.declined);
    await page.getByRole("heading", { name: "The card was declined" }).waitFor();
    await inspect(page.url());

    await payWith(page, world, cards.good);
    await page.getByRole("heading", { name: "Deposit paid" }).waitFor();
    const hire = page.url();
    await returnTool(page, "leave");
    await page.getByText("Not complete").waitFor();
    await inspect(hire);
    await page.getByRole("link", { name: "Choose where to receive" }).click();
    await page.getByRole("link", { name: "Northbank" }).click();
    await page.locator('button[value="confirm"]').click();
    await page.getByText("Waiting for approval").waitFor();
    await inspect("/office");
    expect(messages).toEqual([]);

    // Chromium logs every 404.
    await inspect("/nowhere");
    expect(findings).toEqual([]);
  });

  it("names every problem of a card at its field", async () => {
    const world = await openWorld();
    const { newPage } = await openSession();
    const page = await newPage();
    await payWith(page, world, "12");
    await page.getByText("Enter a card number of 12 to 19 digits.").waitFor();
    expect(await page.getByLabel("Card number").getAttribute("aria-invalid")).toBe("true");
    expect(await page.getByLabel("Cement mixer").isChecked()).toBe(true);
    const kept = await page
      .locator(".card input")
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(kept).toEqual(["Ada Tester", "", "12", "2030", ""]);
    expect(world.deposits.transactions()).toEqual([]);
  });

  it("works with the keyboard, without JavaScript", async () => {
    const world = await openWorld();
    const { newPage } = await openSession({ hasJavaScript: false });
    const page = await newPage();
    await page.goto(world.deskUrl);
    await page.getByLabel("Core drill").press("ArrowDown");
    for (const text of ["Ada Tester", cards.challenged, "12", "2030", "123"]) {
      await page.keyboard.press("Tab");
      await page.keyboard.type(text);
    }
    await page.keyboard.press("Enter");
    await page.locator("input[type=password]").fill("password");
    await page.locator('button[value="confirm"]').press("Enter");
    await page.locator("noscript p").waitFor();
    // The webhook may arrive after the customer.
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole("heading", { level: 1 }).textContent();
      })
      .toBe("Deposit paid");
    expect(await page.locator(".tag").textContent()).toContain("€200.00");
  });
});
