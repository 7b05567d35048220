import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  axeProblems,
  keyboardProblems,
  misfits,
  printProblems,
  smallTargets,
} from "./page-checks.browser.js";
import { openPortalStates, type PortalState } from "./portal-states.js";
import { launchBrowser } from "../launch-browser.js";

// Every page in every state, on every screen and for every sense. One browser page visits them all.
let browser: Browser;
let page: Page;
const consoleMessages: string[] = [];
const states: readonly PortalState[] = await openPortalStates();

beforeAll(async () => {
  browser = await launchBrowser();
  page = await openPage();
});
afterAll(async () => {
  await browser.close();
  const merchants = new Set(states.map(({ merchant }) => merchant));
  await Promise.all([...merchants].map(({ sandbox }) => sandbox.close()));
});

async function openPage({ javaScriptEnabled = true } = {}): Promise<Page> {
  // New rows fade in, which would change the measured contrast.
  const context = await browser.newContext({ javaScriptEnabled, reducedMotion: "reduce" });
  const opened = await context.newPage();
  opened.on("console", (message) => consoleMessages.push(message.text()));
  opened.on("pageerror", (error) => consoleMessages.push(error.message));
  return opened;
}

type Media = Parameters<Page["emulateMedia"]>[0];

async function show(width: number, media: Media = {}): Promise<void> {
  await page.setViewportSize({ width, height: 860 });
  await page.emulateMedia({
    media: "screen",
    colorScheme: "light",
    forcedColors: "none",
    ...media,
  });
}

async function visit({ path, merchant, act }: PortalState, opened = page): Promise<void> {
  await opened.goto(`${merchant.sandbox.baseUrl}/portal/${path}`);
  await act?.(opened);
}

/** The console's messages since the last call. Browsers log the status of a missing page and of a rejected form. */
function unexpectedMessages(): string[] {
  return consoleMessages.splice(0).filter((text) => !/\b4(04|22)\b/.test(text));
}

function stateNamed(name: string): PortalState {
  const found = states.find((state) => state.name === name);
  if (found === undefined) throw new Error(`There is no state ${name}.`);
  return found;
}

/**
 * Axe takes half the time, and a page has several states: each is inspected in the light or in the dark. With
 * NUMIPAY_EVERY_VIEW=1, each in both.
 */
const hasEveryView = process.env["NUMIPAY_EVERY_VIEW"] === "1";

describe.each(states.map((state, at) => [state.name, state, at] as const))(
  "%s",
  (_name, state, at) => {
    it("is accessible, fits every screen, and prints", async () => {
      await show(1280);
      await visit(state);
      const found: Record<string, string[]> = {};
      if (hasEveryView || at % 2 === 0) found["axe, desk, light"] = await axeProblems(page);
      found["targets, desk"] = await smallTargets(page);
      found["fit, desk"] = await misfits(page);
      // Shows all that can be opened.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await show(320, { colorScheme: "dark" });
      if (hasEveryView || at % 2 === 1) found["axe, 320, dark"] = await axeProblems(page);
      found["targets, 320"] = await smallTargets(page);
      for (const width of [320, 390, 640, 900]) {
        await show(width);
        found[`fit, ${width}`] = await misfits(page);
      }
      await show(1280, { forcedColors: "active" });
      found["fit, forced colors"] = await misfits(page);
      // The width of A4 without its margins.
      await show(703, { media: "print", colorScheme: "dark" });
      found["print"] = [...(await printProblems(page)), ...(await misfits(page))];
      const problems = Object.entries(found).filter(([, list]) => list.length > 0);
      expect(Object.fromEntries(problems)).toEqual({});
      expect(unexpectedMessages()).toEqual([]);
    });
  },
);

describe("the keyboard", () => {
  it.each(
    states
      .filter(({ name }) => !/empty|error|filtered|next page/.test(name))
      .map((state) => [state.name, state] as const),
  )("reaches every control in order: %s", async (_name, state) => {
    await show(1280, { forcedColors: "active" });
    await visit(state);
    expect(await keyboardProblems(page)).toEqual([]);
  });
});

describe("without scripts", () => {
  it("every page fits, and every form has its button", async () => {
    const plain = await openPage({ javaScriptEnabled: false });
    await plain.setViewportSize({ width: 320, height: 860 });
    for (const state of states) {
      await visit(state, plain);
      expect([state.name, await misfits(plain)]).toEqual([state.name, []]);
      const useless = await plain.evaluate(() => {
        const forms = [...document.querySelectorAll("form")].filter((form) =>
          [...form.querySelectorAll("button")].every((button) => !button.checkVisibility()),
        );
        const scripted = [...document.querySelectorAll("[data-copy], .slider")];
        return [...forms, ...scripted]
          .filter((element) => element.checkVisibility())
          .map((element) => element.outerHTML.slice(0, 150));
      });
      expect([state.name, useless]).toEqual([state.name, []]);
    }
    await plain.context().close();
    expect(unexpectedMessages()).toEqual([]);
  });
});

describe("a list on a phone", () => {
  it("stacks labeled cells, and stays a table for screen readers", async () => {
    await show(320);
    await visit(stateNamed("transactions"));
    const cells = await page.evaluate(() =>
      [...document.querySelectorAll("tbody tr:first-child > *")].map((cell) => ({
        label: getComputedStyle(cell, "::before").content,
        top: cell.getBoundingClientRect().top,
      })),
    );
    expect(cells.map(({ label }) => /^"([^"]*)" \/ ""$/.exec(label)?.[1])).toEqual([
      "Tracking ID",
      "Status",
      "Amount",
      "Customer",
      "Provider",
      "Created",
    ]);
    expect(new Set(cells.map(({ top }) => top)).size).toBe(6);
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const count = (role: string) => nodes.filter((node) => node.role?.value === role).length;
    expect(["row", "columnheader", "rowheader", "cell"].map(count)).toEqual([51, 6, 50, 250]);
  });
});

describe("forced colors and paper", () => {
  it.each([
    ["forced colors", { forcedColors: "active" }],
    ["print", { media: "print" }],
  ] as const)("distinguish series and states by shape: %s", async (_name, media) => {
    await show(1280, media);
    await visit(stateNamed("analytics, override"));
    const fills = await page.evaluate(() =>
      [...document.querySelectorAll('[data-key="count"] .legend rect')].map(
        (swatch) => getComputedStyle(swatch).fill,
      ),
    );
    expect([fills.length, new Set(fills).size]).toEqual([5, 5]);
    await visit(stateNamed("transactions"));
    const shapes = await page.evaluate(() =>
      ["good", "wait", "bad", ""].map((look) => {
        const badge = [...document.querySelectorAll(".badge")].find((one) =>
          look === "" ? one.matches(".gone") : one.classList.contains(look),
        );
        if (badge === undefined) return `no ${look}`;
        const style = getComputedStyle(badge, "::before");
        return [
          style.borderTopWidth,
          style.borderRadius,
          style.transform,
          style.width,
          style.backgroundColor,
        ].join();
      }),
    );
    expect(new Set(shapes).size).toBe(4);
  });
});
