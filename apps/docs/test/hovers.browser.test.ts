import { existsSync } from "node:fs";
import axe from "axe-core";
import { type BrowserPage, describeInBrowser } from "sample-tests/browser";
import { beforeAll, expect, it } from "vitest";
import { folders } from "../src/site-folders.js";
import { openSite } from "./open-site.browser.js";

let origin: string;
beforeAll(async () => {
  const site = await openSite();
  origin = site.origin;
  return site.close;
});

/** The middle of a word in the first example of the page, which is scrolled into view. */
async function locate(page: BrowserPage, word: string, index = 0) {
  const line = page.locator("[data-hovers]").first().locator(".line", { hasText: word });
  await line.nth(index).scrollIntoViewIfNeeded();
  return line.nth(index).evaluate((element, text) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const at = node.textContent?.indexOf(text) ?? -1;
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { x: (left + right) / 2, y: (top + bottom) / 2 };
    }
    throw new Error(`No element contains all of ${text}.`);
  }, word);
}

describeInBrowser((openSession) => {
  it("shows what a word in an example is while the pointer is on it", async () => {
    const session = await openSession();
    const page = await session.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(`${origin}/guides/express`);
    const popup = page.getByRole("tooltip");
    const point = async (word: string, index = 0) => {
      const { x, y } = await locate(page, word, index);
      await page.mouse.move(x, y);
    };
    expect(requests.filter((path) => path.includes("hovers"))).toEqual([]);

    await point("numipayWebhook");
    await expect.poll(() => popup.innerText()).toContain("numipayWebhook");
    // The first paragraph of its comment.
    expect(await popup.locator("p").innerText()).toMatch(/^[A-Z].+\.$/);
    expect(requests.filter((path) => path.startsWith("/hovers/"))).toHaveLength(1);
    const underlined = () =>
      page.evaluate(() => [...(CSS.highlights.get("hovered-word") ?? [])].join());
    expect(await underlined()).toBe("numipayWebhook");

    await point("idempotencyKey");
    await expect.poll(() => popup.locator("code").innerText()).toMatch(/idempotencyKey: string$/);
    // Its text can be selected.
    const { x, y, width, height } = (await popup.boundingBox()) ?? expect.fail("no popup");
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.waitForTimeout(400);
    expect(await popup.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await expect.poll(() => popup.isVisible()).toBe(false);

    await point("event", 1);
    await expect.poll(() => popup.locator("code").innerText()).toContain('status: "successful"');
    await page.mouse.move(2, 2);
    await expect.poll(() => popup.isVisible()).toBe(false);
    expect(await underlined()).toBe("");
    expect(session.messages).toEqual([]);
  });

  it.each(["light", "dark"] as const)("fits on a phone, %s", async (colorScheme) => {
    const page = await (await openSession()).newPage();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${origin}/guides/express`);
    const { x, y } = await locate(page, "webhook", 1);
    await page.mouse.click(x, y);
    const popup = page.getByRole("tooltip");
    await expect.poll(() => popup.innerText()).toContain("webhook");
    const box = (await popup.boundingBox()) ?? expect.fail("no popup");
    expect([box.x >= 0, box.x + box.width <= 320, box.y + box.height <= 640]).toEqual([
      true,
      true,
      true,
    ]);
    await page.evaluate(axe.source);
    const findings = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        ".hover-popup",
      );
      return violations.map(({ id }) => id);
    });
    expect(findings).toEqual([]);
    await page.evaluate(() => scrollBy(0, 200));
    await expect.poll(() => popup.isVisible()).toBe(false);
  });

  it("has a file for each example that the reader can point at", async () => {
    const page = await (await openSession()).newPage();
    const seen = new Set<string>();
    for (const path of ["/", "/get-started", "/guides/nestjs", "/reference/api/express"]) {
      await page.goto(origin + path);
      const keys = await page
        .locator("[data-hovers]")
        .evaluateAll((blocks) => blocks.map((block) => block.getAttribute("data-hovers") ?? ""));
      if (path.startsWith("/reference/api")) expect(keys).toEqual([]);
      else expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) seen.add(key);
    }
    const missing = [...seen].filter((key) => !existsSync(`${folders.output}/hovers/${key}.json`));
    expect(missing).toEqual([]);
  });
});
