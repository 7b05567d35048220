import { existsSync, readdirSync } from "node:fs";
import axe from "axe-core";
import { type BrowserPage, describeInBrowser } from "sample-tests/browser";
import { beforeAll, expect, it } from "vitest";
import { listPages } from "../src/pages/page.js";
import { readSections } from "../src/pages/read-sections.js";
import { folders } from "../src/site-folders.js";
import { openSite } from "./open-site.browser.js";
import { visitPages } from "./visit-pages.browser.js";

const apiFolder = `${folders.pages}/reference/api`;
const apiRoutes = existsSync(apiFolder)
  ? readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => `reference/api/${file.slice(0, -3)}`)
  : [];
const pageRoutes = listPages(readSections(folders.repository)).map(({ route }) => route);
const routes = [...pageRoutes, ...apiRoutes].map((route) => `/${route}`.replace(/\/index$/, "/"));
/** Each kind of page: axe takes a second for one. */
const samples = [
  "/",
  "/get-started",
  "/guides/nestjs",
  "/concepts/exactly-once",
  "/reference/errors",
  "/reference/api/express",
];

let origin: string;
beforeAll(async () => {
  const site = await openSite();
  origin = site.origin;
  return site.close;
});

describeInBrowser((openSession) => {
  it("loads every page without errors, foreign requests, dead links or sideways scrolling", async () => {
    const session = await openSession();
    const tabs = await Promise.all([1, 2, 3].map(() => session.newPage()));
    expect(await visitPages(tabs, origin, routes)).toEqual([]);
    expect(session.messages).toEqual([]);
  }, 180_000);

  it("finds a page by its words", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(origin);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("fencing token");
    await page.locator("#localsearch-list a").first().click();
    await page.waitForURL(/\/[a-z]+\/[a-z]/);
    await expect.poll(() => page.locator("main").textContent()).toMatch(/fencing token/i);
  });

  it("finds a name of the reference", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(origin);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("WebhookOptions");
    await page.locator('#localsearch-list a[href*="/reference/api/"]').first().click();
    await page.waitForURL(/\/reference\/api\/\S+options$/i);
    await expect.poll(() => page.locator("main").textContent()).toContain("WebhookOptions");
  });

  it("links the types in a declaration, and each option", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(`${origin}/reference/api/express`);
    const declaration = page.locator("#numipaywebhook ~ div[class*=language-]").first();
    await declaration.getByRole("link", { name: "ExpressWebhookOptions" }).click();
    await page.waitForURL(/#expresswebhookoptions$/);
    expect(await page.locator("#expresswebhookoptions-path code").first().textContent()).toBe(
      "path?: string",
    );
    await page.goto(`${origin}/reference/api/options`);
    await page.locator('a[href$="#webhookoptions-handlertimeoutms"]').click();
    await page.waitForURL(/\/reference\/api\/core\/webhooks#webhookoptions-handlertimeoutms$/);
  });

  it("switches the framework of an example", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(`${origin}/get-started`);
    const shown = page.locator(".vp-code-group .blocks > .active");
    expect(await shown.textContent()).toContain("@numipay/express");
    await page.locator(".vp-code-group label", { hasText: "Fastify" }).click();
    await expect.poll(() => shown.textContent()).toContain("@numipay/fastify");
    // With the keyboard, the tabs are a group of radio buttons.
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => shown.textContent()).toContain("@numipay/nestjs");
  });

  it("keeps the theme that the reader chose", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(origin);
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
    expect(await isDark()).toBe(false);
    await page.locator(".VPNavBar .VPSwitchAppearance:visible").click();
    await expect.poll(isDark).toBe(true);
    await page.goto(`${origin}/get-started`);
    expect(await isDark()).toBe(true);
  });

  it("opens the navigation on a phone", async () => {
    const page = await (await openSession()).newPage();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${origin}/guides/express`);
    await page.getByRole("button", { name: "mobile navigation" }).click();
    await page.locator("#VPNavScreen").getByText("Operations").click();
    await page.waitForURL(/operations/);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.locator(".VPSidebar").getByText("Upgrade", { exact: true }).click();
    await page.waitForURL(/operations\/upgrade/);
    await expect.poll(() => page.locator("h1").textContent()).toContain("Upgrade");
  });

  // There it is rendered when it is opened.
  it("has the sidebar of the page on a phone", async () => {
    const page = await (await openSession()).newPage();
    await page.setViewportSize({ width: 390, height: 800 });
    const menu = page.getByRole("button", { name: "Menu" });
    const marked = page.locator(".VPSidebar .is-active > .item");
    const openMenu = async (text: string) => {
      await menu.click();
      await expect.poll(() => marked.allTextContents()).toEqual([text]);
      expect(await marked.isVisible()).toBe(true);
    };
    // A group opens where the reader is.
    await page.goto(`${origin}/reference/api/core/client`);
    await openMenu("Client");

    await page.goto(`${origin}/guides/express`);
    await page.getByRole("button", { name: "mobile navigation" }).click();
    await page.locator("#VPNavScreen").getByText("Operations").click();
    await page.waitForURL(/operations/);
    // Before it is opened, the reader goes back to another section.
    await page.reload();
    await page.goBack();
    await page.waitForURL(/guides\/express/);
    await openMenu("Express");
    await page.locator(".VPSidebar").getByText("Koa", { exact: true }).click();
    await page.waitForURL(/guides\/koa/);
    // Or the search leads there.
    await page.reload();
    const search = page.locator("#localsearch-input");
    const openSearch = async () => {
      await page.keyboard.press("/");
      return search.count();
    };
    await expect.poll(openSearch, { interval: 500 }).toBe(1);
    await search.fill("going live");
    await page.locator("#localsearch-list .result").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/going-live/);
    await openMenu("Go live");
  });

  it("shows where the focus is, from the top to the text", async () => {
    const page = await (await openSession()).newPage();
    await page.goto(`${origin}/get-started`);
    const seen: string[] = [];
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      seen.push(await page.evaluate(describeFocus));
    }
    expect(seen[0]).toContain("Skip to content");
    expect(seen.filter((one) => one.startsWith("hidden"))).toEqual([]);
    expect(seen).toContainEqual(expect.stringContaining("npm install @numipay/core"));
  });

  it.each(["light", "dark"] as const)("has no serious finding of axe, %s", async (colorScheme) => {
    const page = await (await openSession()).newPage();
    await page.emulateMedia({ colorScheme });
    const findings: string[] = [];
    for (const [index, path] of samples.entries()) {
      await page.setViewportSize({ width: index % 2 === 0 ? 1280 : 390, height: 900 });
      await page.goto(origin + path);
      findings.push(...(await inspect(page)).map((finding) => `${path} ${finding}`));
    }
    expect(findings).toEqual([]);
  });

  it("has every page as Markdown for coding agents", async () => {
    const read = async (path: string) => (await fetch(origin + path)).text();
    const index = await read("/llms.txt");
    const missing = routes.filter(
      (route) => !route.endsWith("/") && !index.includes(`${route}.md`),
    );
    expect(missing).toEqual([]);
    expect(await read("/llms-full.txt")).toContain("# Exactly-once processing");
    const page = await read("/get-started.md");
    expect(page).toContain("```ts [Fastify]");
    expect(page).not.toMatch(/```.*(?:no-run|serve)/);
    const timeline = await read("/timeline.md");
    expect(timeline).toContain('response: `200 {"outcome":"duplicate"}`');
    expect(timeline).not.toContain("FaultTimeline");
  });

  it("says that a page does not exist", async () => {
    const page = await (await openSession()).newPage();
    const response = await page.goto(`${origin}/no-such-page`);
    expect(response?.status()).toBe(404);
    expect(await page.locator(".NotFound").textContent()).toContain("404");
  });
});

async function inspect(page: BrowserPage): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ["violations"],
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
  });
}

/** Runs in the page. */
function describeFocus(): string {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement)) return "nothing";
  const shown = [element, element.nextElementSibling, element.closest("label")].some(
    (one) => one !== null && getComputedStyle(one).outlineStyle !== "none",
  );
  const text = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
  return `${shown ? "shown" : "hidden"} ${element.localName} ${element.className} ${text}`;
}
