import axe from "axe-core";
import { type BrowserPage, describeInBrowser } from "sample-tests/browser";
import { beforeAll, expect, it } from "vitest";
import { toAnchor } from "../src/timeline/place.js";
import { readRecording } from "../src/timeline/read-recording.js";
import { openSite } from "./open-site.browser.js";

const { faults } = readRecording();
const steps = faults.flatMap((fault) =>
  fault.steps.map(({ title }, index) => ({ title, hash: `#${toAnchor(fault, index)}` })),
);
/** Together they show every kind of element and color: axe takes a second for one. */
const inspected = ["#forged-5", "#shop-down-5", "#crash-9"];
const titleOf = (hash: string) => steps.find((step) => step.hash === hash)?.title;

let address: string;
beforeAll(async () => {
  const { origin, close } = await openSite();
  address = `${origin}/timeline`;
  return close;
});

/** Expects a step to be shown, alone, and to be in the address. */
async function expectStep(page: BrowserPage, hash: string): Promise<void> {
  const shown = page.locator(".timeline h3:visible");
  await expect.poll(() => shown.allTextContents()).toEqual([titleOf(hash)]);
  expect(new URL(page.url()).hash).toBe(hash);
}

describeInBrowser((openSession) => {
  it("steps through a fault with buttons, keys and links", async () => {
    const session = await openSession();
    const page = await session.newPage();
    await page.clock.install();
    const press = (name: string) =>
      page.locator(".fault.is-chosen").getByRole("button", { name, exact: true }).click();
    await page.goto(`${address}#duplicate-3`);
    await expectStep(page, "#duplicate-3");
    await press("Next");
    await expectStep(page, "#duplicate-4");
    // The button keeps the focus, and has nothing to do any more.
    await page.keyboard.press("Enter");
    await expectStep(page, "#duplicate-4");
    await press("Back");
    await expectStep(page, "#duplicate-3");

    await page.getByRole("radio", { name: "Duplicate delivery" }).focus();
    await page.keyboard.press("ArrowRight");
    await expectStep(page, "#forged-1");
    await page.getByRole("radio", { name: /^Step 1,/ }).focus();
    await page.keyboard.press("ArrowRight");
    await expectStep(page, "#forged-2");
    expect(await page.locator(".timeline [aria-live]").textContent()).toContain("Step 2 of 5");

    await page.evaluate(() => (location.hash = "#shop-down"));
    await expect
      .poll(() => page.locator(".timeline h2:visible").textContent())
      .toBe("Shop is down");
    expect(session.messages).toEqual([]);
  });

  it("plays when asked, until the last step", async () => {
    const page = await (await openSession()).newPage();
    await page.clock.install();
    await page.goto(`${address}#no-fault-1`);
    await page.clock.runFor(20_000);
    await expectStep(page, "#no-fault-1");
    const button = page.locator(".fault.is-chosen .controls button").last();
    await button.click();
    expect(await button.textContent()).toBe("Pause");
    await page.clock.runFor(3500);
    await expectStep(page, "#no-fault-2");
    await button.click();
    await page.clock.runFor(20_000);
    await expectStep(page, "#no-fault-2");
    await button.click();
    await page.clock.runFor(20_000);
    await expectStep(page, "#no-fault-3");
    expect(await button.textContent()).toBe("Play again");
  });

  it("is readable without JavaScript", async () => {
    const page = await (await openSession({ hasJavaScript: false })).newPage();
    await page.goto(address);
    const shown = await page.locator(".timeline h3:visible").allTextContents();
    expect(shown).toEqual(steps.map(({ title }) => title));
    expect(await page.locator(".timeline button:visible, .timeline .faults:visible").count()).toBe(
      0,
    );
    const numbers = await page.locator("#crash-1, #crash-2").locator(".number").allTextContents();
    expect(numbers).toEqual(["1", "2"]);
  });

  it("fits a phone at each step", async () => {
    const page = await (await openSession()).newPage();
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(address);
    const seen = await page.evaluate(
      visitSteps,
      steps.map(({ hash }) => hash),
    );
    expect(seen.map(([title]) => title)).toEqual(steps.map(({ title }) => title));
    expect(seen.filter(([, width]) => width > 320)).toEqual([]);
  });

  it.each(["light", "dark"] as const)("has no finding of axe, %s", async (colorScheme) => {
    const page = await (await openSession()).newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(address);
    await page.evaluate(axe.source);
    const findings: string[] = [];
    for (const hash of inspected) {
      await page.evaluate((next) => (location.hash = next), hash);
      await expectStep(page, hash);
      findings.push(...(await inspect(page)).map((finding) => `${hash} ${finding}`));
    }
    expect(findings).toEqual([]);
  });
});

/** Runs in the page. The title of each step, and its right edge: what is too wide is clipped, so that the page does not scroll. */
async function visitSteps(hashes: readonly string[]): Promise<[title: string, width: number][]> {
  const seen: [string, number][] = [];
  for (const hash of hashes) {
    location.hash = hash;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const body = document.querySelector(".fault.is-chosen .is-current .step-body");
    const edges = [...(body?.querySelectorAll("*") ?? [])].map(
      (element) => element.getBoundingClientRect().right,
    );
    const title = body?.querySelector("h3")?.textContent ?? "";
    seen.push([title, Math.max(document.documentElement.scrollWidth, ...edges)]);
  }
  return seen;
}

/** Every finding, also a minor one. */
function inspect(page: BrowserPage): Promise<string[]> {
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
      ".timeline",
      { resultTypes: ["violations"] },
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id} ${target.join(" ")}`),
    );
  });
}
