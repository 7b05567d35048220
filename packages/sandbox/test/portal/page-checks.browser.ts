import axe from "axe-core";
import type { Page } from "playwright-core";

/** The problems that axe finds on the open page, of any impact. */
export async function axeProblems(page: Page): Promise<string[]> {
  // Evaluated by the browser, because the page's policy allows no injected script.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: tags,
      resultTypes: ["violations"],
      preload: false,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`,
    );
  });
}

/** What does not fit: a page that scrolls sideways, or text that is cut off. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const excess = document.documentElement.scrollWidth - innerWidth;
    if (excess > 0) found.push(`The page scrolls sideways by ${excess} pixels.`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const { overflowX, display } = getComputedStyle(element);
      if (overflowX === "visible" || display === "inline") continue;
      // The navigation scrolls, controls scroll their text, and hidden text is for screen readers.
      if (element.closest(".unseen, nav, select, input, textarea, thead") !== null) continue;
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
        found.push(`Cut off: ${element.outerHTML.slice(0, 150)}`);
      }
    }
    return found;
  });
}

/** The visible controls that are smaller than 24 pixels, except for links in a sentence. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = "a[href], button, input, select, textarea, summary";
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        // A link may cover its row.
        const covers = getComputedStyle(element, "::after").position === "absolute";
        const { width, height } = (
          (covers ? element.closest("tr") : null) ?? element
        ).getBoundingClientRect();
        if (width >= 24 && height >= 24) return false;
        const beside = element.parentElement?.textContent.trim() ?? "";
        const isInSentence =
          getComputedStyle(element).display === "inline" &&
          beside.length > (element.textContent.trim().length ?? 0);
        return !isInSentence;
      })
      .map((element) => `Too small: ${element.outerHTML.slice(0, 150)}`);
  });
}

/** What is wrong with the page as printed. */
export function printProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const toChannels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      if (!element.checkVisibility() || element.closest("svg, .unseen") !== null) continue;
      const { color, backgroundColor, overflowY, maxHeight } = getComputedStyle(element);
      const html = element.outerHTML.slice(0, 150);
      const [red = 0, green = 0, blue = 0, alpha = 1] = toChannels(backgroundColor);
      if (alpha > 0 && Math.min(red, green, blue) < 255) found.push(`Not on white: ${html}`);
      if (Math.max(...toChannels(color).slice(0, 3)) > 0x40) found.push(`Not black: ${html}`);
      if (element.matches("nav, button, .button")) found.push(`Printed: ${html}`);
      if (element.matches("input, textarea, select")) continue;
      const isLimited = overflowY !== "visible" || maxHeight !== "none";
      if (isLimited && element.scrollHeight > element.clientHeight + 1) {
        found.push(`Cut off: ${html}`);
      }
    }
    for (const head of document.querySelectorAll("thead")) {
      if (getComputedStyle(head).display !== "table-header-group") found.push("A head is lost.");
    }
    return found;
  });
}

/** Presses Tab until the page ends. Returns the controls that were missed, out of order or without a visible focus. */
export async function keyboardProblems(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const listed = [...document.querySelectorAll<HTMLElement>(controls)].filter(
      (element) => element.checkVisibility() && !element.matches(":disabled, [type=hidden]"),
    );
    Object.assign(globalThis, { listed });
    return listed.length;
  });
  const found: string[] = [];
  let reached = -1;
  // A date field has four stops.
  for (let presses = 0; presses < count + 10 && reached < count - 1; presses += 1) {
    await page.keyboard.press("Tab");
    const { index, isMarked, html } = await page.evaluate(() => {
      const { listed } = globalThis as unknown as { listed: Element[] };
      const focused = document.activeElement ?? document.body;
      const styles = [undefined, "::after"].map((part) => getComputedStyle(focused, part));
      return {
        index: listed.indexOf(focused),
        isMarked: styles.some(
          ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && outlineWidth !== "0px",
        ),
        html: focused.outerHTML.slice(0, 150),
      };
    });
    if (index === reached) continue;
    if (index !== reached + 1) found.push(`Out of order, ${index} after ${reached}: ${html}`);
    if (!isMarked) found.push(`Focus is not visible: ${html}`);
    reached = index;
  }
  if (reached < count - 1) found.push(`Reached ${reached + 1} of ${count} controls.`);
  return found;
}
