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
  await showView(page, { width: 1280, media: {} });
  for (const finding of await findUnreachable(page)) add(finding, "keyboard");
  const path = new URL(url).pathname;
  return [...viewsByFinding].map(([finding, names]) => `${path}: ${finding} (${names.join("; ")})`);
}

async function inspectView(page: Page, { media, hasAxe }: View): Promise<string[]> {
  const findings = await page.evaluate(measureLayout, media.media === "print");
  if (!hasAxe) return findings;
  return [...findings, ...(await page.evaluate(runAxe))];
}

/** Runs in the page. */
async function runAxe(): Promise<string[]> {
  const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
    resultTypes: ["violations"],
    preload: false,
    // Off by default.
    rules: { "target-size": { enabled: true } },
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} ${target.join(" ")} ${failureSummary}`),
  );
}
