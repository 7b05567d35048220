import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { customerPages, longNamedMerchant } from "./customer-pages.js";
import { launchBrowser } from "../launch-browser.js";

// Opened while the tests are collected, so that each page is a test of its own.
const folder = mkdtempSync(join(tmpdir(), "numipay-sandbox-"));
const merchant = await longNamedMerchant(join(folder, "sandbox.db"));
const pages = await customerPages(merchant);
const consoleMessages: string[] = [];
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage({ reducedMotion: "reduce" });
  // A page that reloads during its checks would interrupt them.
  await page.route("**/result/*", async (route) => {
    const response = await route.fetch();
    const { refresh: _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  page.on("console", (message) => consoleMessages.push(message.text()));
  page.on("pageerror", (error) => consoleMessages.push(error.message));
});
afterAll(async () => {
  await browser.close();
  await merchant.sandbox.close();
  rmSync(folder, { recursive: true });
});

/** Everything that axe finds on the open page, of any impact. */
async function violationsOf(runOnly?: string[]): Promise<string[]> {
  return page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
      document,
      rules === undefined ? { rules: { "target-size": { enabled: true } } } : { runOnly: rules },
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }, runOnly);
}

/** What does not fit: content that is cut off or makes the page scroll sideways, and small targets. */
function misfits(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
    for (const element of document.body.querySelectorAll("*")) {
      const name = `${element.localName}.${element.className}`;
      const isField = element.localName === "input";
      if (!isField && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${name} is wider than its box`);
      }
      const { width, height } = element.getBoundingClientRect();
      if (element.matches("a, button, input") && width > 0 && (width < 24 || height < 24)) {
        found.push(`${name} is a target of ${width} x ${height}`);
      }
    }
    return found;
  });
}

/** Presses Tab from the start of the page, and returns what had a visible focus. */
async function tabThrough(): Promise<string[]> {
  await page.evaluate(() => {
    // Without focusing the body, Tab would continue from the field with autofocus.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  const focused: string[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return "";
      const isVisible = getComputedStyle(element).outlineStyle === "solid";
      return `${element.localName} ${element.id || (element.textContent ?? "").trim()}${isVisible ? "" : " without outline"}`;
    });
    if (name === "" || focused.includes(name)) return focused;
    focused.push(name);
  }
}

/** How the kinds of buttons and fields look, apart from their colors. */
function shapes(): Promise<string[]> {
  return page.evaluate(() => {
    const shapeByKind = new Map<string, string>();
    for (const element of document.querySelectorAll("button, .button, input")) {
      const { borderStyle, borderWidth } = getComputedStyle(element);
      const isField = element.localName === "input";
      const kind = isField ? String(element.hasAttribute("aria-invalid")) : element.className;
      shapeByKind.set(kind, `${isField ? "field" : "button"}: ${borderStyle} ${borderWidth}`);
    }
    return [...shapeByKind.values()];
  });
}

/** What a printed page must not have: dark surfaces and controls. */
function unprintable(): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll("*")].flatMap((element) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      const isShown = element.getBoundingClientRect().width > 0;
      const isPlain = /^rgba\(0, 0, 0, 0\)$|^rgb\(255, 255, 255\)$/.test(backgroundColor);
      const isControl = element.matches("button, input, .button");
      return isShown && (isControl || !isPlain || backgroundImage !== "none")
        ? [`${element.localName}.${element.className}`]
        : [];
    }),
  );
}

it.each(pages)("fits, prints and is accessible: $name", async ({ open }) => {
  await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none" });
  await page.setViewportSize({ width: 1280, height: 860 });
  await open(page);
  expect(await page.locator("h1").count()).toBe(1);
  // Evaluated by the browser, because the page's policy allows no injected script.
  await page.evaluate(axe.source);

  // 1280 at 200 % is 640, and at 400 % 320.
  for (const width of [1280, 640, 390, 320]) {
    await page.setViewportSize({ width, height: 860 });
    expect([width, await misfits()]).toEqual([width, []]);
  }
  expect(await violationsOf()).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 860 });
  expect(await violationsOf()).toEqual([]);

  const focusable = await page.locator("a, button, input").count();
  const focused = await tabThrough();
  expect(focused).toHaveLength(focusable);
  expect(focused.filter((name) => name.endsWith("without outline"))).toEqual([]);

  // Dark mode only changes colors.
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violationsOf(["color-contrast"])).toEqual([]);

  await page.emulateMedia({ forcedColors: "active" });
  expect(await misfits()).toEqual([]);
  const looks = await shapes();
  expect(looks.filter((look) => look.includes("none"))).toEqual([]);
  expect([...new Set(looks)]).toEqual(looks);

  // Also where a dark page is printed.
  await page.emulateMedia({ media: "print", forcedColors: "none" });
  expect(await unprintable()).toEqual([]);
  expect(await page.locator("h1").isVisible()).toBe(true);
  expect(await violationsOf(["color-contrast"])).toEqual([]);

  // Browsers log the status of an error page, which is expected.
  const errorStatus = /status of (?:404|403)/;
  expect(consoleMessages.splice(0).filter((text) => !errorStatus.test(text))).toEqual([]);
});
