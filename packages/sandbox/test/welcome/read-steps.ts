import { expect } from "vitest";
import type { Sandbox } from "../../src/index.js";
import { textOf } from "../portal/visitor.js";

/** What browsers send when a user opens an address. */
export const browserHeaders = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
};

/** The welcome page of a sandbox. */
export async function readWelcome(sandbox: Sandbox, path = "/"): Promise<string> {
  const response = await sandbox.fetch(path, { headers: browserHeaders });
  expect(response.status).toBe(200);
  return response.text();
}

/** The ids of the steps that are done, in order. */
export async function doneSteps(sandbox: Sandbox): Promise<string[]> {
  const html = await readWelcome(sandbox);
  const done = [...html.matchAll(/<li class="[^"]*\bdone\b[^"]*" id="(\w+)"/g)];
  expect(textOf(html)).toContain(`${done.length} of 5 done`);
  return done.map(([, id = ""]) => id);
}

/** The text of a step. */
export async function stepText(sandbox: Sandbox, id: string): Promise<string> {
  const [, rest = ""] = (await readWelcome(sandbox)).split(
    new RegExp(`<li class="[^"]*" id="${id}"`),
  );
  // Until the next step, or the end of the list.
  return textOf(`<li ${rest.split(/<li class="sheet|<\/ol>\s*<\/section>/)[0] ?? ""}`).trim();
}

/** Submits a form of the welcome page. */
export function submit(
  sandbox: Sandbox,
  path: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  return sandbox.fetch(`/portal/welcome/${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: sandbox.baseUrl, ...browserHeaders },
    body: new URLSearchParams(fields),
  });
}

/** Sends the report of a doctor's run, as `numipay doctor` does. */
export function report(sandbox: Sandbox, run: unknown): Promise<Response> {
  return sandbox.fetch("/portal/welcome/doctor-run", {
    method: "POST",
    headers: { origin: sandbox.baseUrl, "content-type": "application/json" },
    body: JSON.stringify(run),
  });
}
