import axe from "axe-core";
import type { Page } from "playwright-core";
import { findUnreachable } from "./find-unreachable.js";
import { measureLayout } from "./measure-layout.js";
import { showView, type View, views } from "./views.js";

/**
 * Opens an address and returns what is wrong with it, and in which views: sideways scrolling, small targets, findings of axe,
 * buttons and colors that are printed, and controls that the keyboard does not reach or that do not show the focus.
 */
export async function inspectPage(page: Page, url: string): Promise<string[]> {
  await page.goto(url);
  // Evaluated by the browser's own tools, because the policy of the pages allows no injected script.
  await page.evaluate(axe.source);
  const viewsByFinding = new Map<string, string[]>();
  const add = (finding: string, view: string) => {
    viewsByFinding.set(finding, [...(viewsByFinding.get(finding) ?? []), view]);
  };
  for (const view of views) {
    await showView(page, view);
    for (const finding of await inspectView(page, view)) add(finding, view.name);
  }
  await showView(page, { name: "", width: 1280, media: {} });
  for (const finding of await findUnreachable(page)) add(finding, "keyboard");
  const path = new URL(url).pathname;
  return [...viewsByFinding].map(([finding, names]) => `${path}: ${finding} (${names.join("; ")})`);
}

async function inspectView(page: Page, { media }: View): Promise<string[]> {
  const findings = await page.evaluate(measureLayout, media.media === "print");
  // The browser replaces forced colors when it paints, so axe reads those of the style sheet.
  const hasOwnColors = media.forcedColors !== "active";
  return [...findings, ...(await page.evaluate(runAxe, hasOwnColors))];
}

/** Runs in the page. */
async function runAxe(hasOwnColors: boolean): Promise<string[]> {
  const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
    rules: {
      "color-contrast": { enabled: hasOwnColors },
      // Off by default.
      "target-size": { enabled: true },
    },
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} ${target.join(" ")} ${failureSummary}`),
  );
}
