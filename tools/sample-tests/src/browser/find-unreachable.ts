import type { Page } from "playwright-core";

interface FocusLog {
  /** The controls that Tab should reach, each with its name. */
  controls: Map<Element, string>;
  reached: Set<Element>;
  /** The names of those that do not show their focus. */
  hidden: string[];
}

/** Presses Tab through the page. Returns the controls that were not reached, and those that do not show their focus. */
export async function findUnreachable(page: Page): Promise<string[]> {
  const count = await page.evaluate(startLog);
  for (let presses = 0; presses < count; presses += 1) await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const { controls, reached, hidden } = Reflect.get(globalThis, "focusLog") as FocusLog;
    const missed = [...controls].filter(([element]) => !reached.has(element));
    return [
      ...missed.map(([, name]) => `Tab does not reach ${name}`),
      ...hidden.map((name) => `${name} does not show its focus`),
    ];
  });
}

/** Runs in the page. Returns the number of controls. */
function startLog(): number {
  const log: FocusLog = { controls: new Map(), reached: new Set(), hidden: [] };
  const selector = "a[href], button:enabled, input:enabled, summary, [tabindex='0']";
  const radioGroups = new Set<string>();
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const isRadio = element instanceof HTMLInputElement && element.type === "radio";
    // Tab stops once in a group, at the selected button.
    if (isRadio && (!element.checked || radioGroups.has(element.name))) continue;
    if (isRadio) radioGroups.add(element.name);
    const text = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
    log.controls.set(element, `${element.localName} "${text}"`);
  }
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element)) return;
    log.reached.add(target);
    const shown = [target, target.closest("label")].some(
      (element) => element !== null && getComputedStyle(element).outlineStyle !== "none",
    );
    if (!shown) log.hidden.push(log.controls.get(target) ?? target.localName);
  });
  // The next Tab starts at the top.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  Reflect.set(globalThis, "focusLog", log);
  return log.controls.size;
}
