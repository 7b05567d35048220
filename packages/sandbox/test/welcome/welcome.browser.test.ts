import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createSandbox, type Sandbox } from "../../src/index.js";
import { report } from "./read-steps.js";
import { launchBrowser } from "../launch-browser.js";

// What only a browser shows: that an open page ticks its steps, and accessibility.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Session {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly page: Page;
  /** Console messages, of which there should be none. */
  readonly consoleMessages: string[];
}

async function openSession(options: BrowserContextOptions = {}): Promise<Session> {
  const sandbox = await createSandbox();
  const { url } = await sandbox.listen();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const consoleMessages: string[] = [];
  page.on("console", (message) => consoleMessages.push(message.text()));
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  onTestFinished(async () => {
    await context.close();
    await sandbox.close();
  });
  return { sandbox, url, page, consoleMessages };
}

/** A merchant's endpoint that verifies signatures, or accepts or fails everything. */
async function serveEndpoint(sandbox: Sandbox) {
  const endpoint = { url: "", does: "verify" as "verify" | "accept" | "fail" };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const hash = createHash("sha1").update(body + sandbox.signaturePassword);
      const isGenuine = hash.digest("hex").toUpperCase() === request.headers["x-signature"];
      const verdict = isGenuine ? 200 : 401;
      response.writeHead({ verify: verdict, accept: 200, fail: 500 }[endpoint.does]).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return endpoint;
}

/** Opens a hosted checkout with the command of the page. */
async function runCommand(page: Page): Promise<string> {
  const copied = page.locator("#payment .copy");
  const command = (await copied.getAttribute("data-copy")) ?? "";
  const [, address = ""] = /curl -s (\S+)/.exec(command) ?? [];
  const [, key = ""] = /X-Api-Key: ([^']+)/.exec(command) ?? [];
  const [, body = ""] = /-d '(.*)'/.exec(command) ?? [];
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers, body });
  return ((await response.json()) as { url: string }).url;
}

const isDone = (page: Page, id: string) => page.locator(`#${id}.done`).waitFor();

/** Every violation that axe finds, of any impact. */
async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated by the browser, because the page's policy allows no injected script.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      preload: false,
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}

/** What is wrong with a page: on desk and phone, light and dark, in forced colors and on paper. */
async function inspect(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const [width, colorScheme] of [
    [1280, "light"],
    [390, undefined],
    [320, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 860 });
    if (colorScheme !== undefined) {
      await page.emulateMedia({ colorScheme });
      const found = await violationsOf(page);
      wrong.push(...found.map((text) => `${width} px, ${colorScheme}: ${text}`));
    }
    for (const media of ["print", "screen"] as const) {
      await page.emulateMedia({ media });
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > innerWidth,
      );
      if (isTooWide) wrong.push(`${width} px, ${media}: scrolls sideways`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  wrong.push(...(await smallTargets(page)));
  await page.setViewportSize({ width: 1280, height: 860 });
  return wrong;
}

/** Buttons, fields and stand-alone links below 24 pixels. Links inside of sentences are exempt. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, input, summary, a.button, .way")]
      .filter((one) => one.checkVisibility())
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`),
  );
}

describe("an open welcome page", () => {
  it("ticks each step when it happens", async () => {
    const { sandbox, url, page, consoleMessages } = await openSession();
    const endpoint = await serveEndpoint(sandbox);
    await page.goto(url);
    await page.evaluate(() => {
      (globalThis as { isSame?: boolean }).isSame = true;
    });
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await page.locator("#progress").innerText()).toContain("0 of 5 done");
    expect(await inspect(page)).toEqual([]);

    const checkout = await runCommand(page);
    await isDone(page, "keys");
    await page.getByRole("link", { name: "Pay as its customer" }).waitFor();
    sandbox.setWebhookUrl(endpoint.url);
    await isDone(page, "webhook");
    await fetch(`${checkout}/northbank`, {
      method: "POST",
      body: new URLSearchParams({ action: "pay" }),
      redirect: "manual",
    });
    await isDone(page, "payment");
    expect(await page.locator("#progress").innerText()).toContain("3 of 5 done");
    expect(await inspect(page)).toEqual([]);
    await report(sandbox, {
      url: endpoint.url,
      totals: { passed: 20, warned: 0, failed: 0, "not-checked": 5 },
    });
    await isDone(page, "doctor");
    // Until here without a reload.
    expect(await page.evaluate(() => (globalThis as { isSame?: boolean }).isSame)).toBe(true);

    endpoint.does = "accept";
    await page.getByRole("button", { name: "Send both" }).click();
    await page.getByText("Forged delivery: accepted (HTTP 200)").waitFor();
    expect(await page.locator("#signature.done").count()).toBe(0);
    expect(await inspect(page)).toEqual([]);
    endpoint.does = "verify";
    await page.getByRole("button", { name: "Send both" }).click();
    await isDone(page, "signature");
    await page.getByRole("heading", { name: "All done. What next?" }).waitFor();
    expect(await inspect(page)).toEqual([]);
    expect(consoleMessages).toEqual([]);
  });

  it("keeps what is being typed and what was revealed", async () => {
    const { sandbox, url, page } = await openSession();
    await page.goto(url);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.locator("#welcome-dev-key summary").click();
    const field = page.getByLabel("Webhook URL");
    await field.fill("http://localhost:3000/ho");
    await fetch(`${url}/transactions`, { headers: { "x-api-key": sandbox.apiKey } });
    await isDone(page, "keys");
    expect(await field.inputValue()).toBe("http://localhost:3000/ho");
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.getByText(sandbox.apiKey, { exact: true }).isVisible()).toBe(true);
  });

  it("explains a failing endpoint", async () => {
    const { sandbox, url, page } = await openSession();
    const endpoint = await serveEndpoint(sandbox);
    endpoint.does = "fail";
    sandbox.setWebhookUrl(endpoint.url);
    await page.goto(url);
    const checkout = await runCommand(page);
    await fetch(`${checkout}/northbank`, {
      method: "POST",
      body: new URLSearchParams({ action: "fail" }),
      redirect: "manual",
    });
    await page.getByText("Last webhook: failed (HTTP 500)").waitFor();
    expect(await inspect(page)).toEqual([]);
    await page.getByRole("link", { name: "Show request and response, or resend it" }).click();
    await page.getByRole("heading", { name: /^Delivery / }).waitFor();
  });

  it("works by keyboard", async () => {
    const { sandbox, url, page } = await openSession();
    await page.goto(url);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      "Open the portal",
    );
    await page.getByLabel("Webhook URL").focus();
    await page.keyboard.type("nowhere");
    await page.keyboard.press("Enter");
    await page.getByText("One field needs to be corrected.").waitFor();
    const field = page.getByLabel("Webhook URL");
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await field.inputValue()).toBe("nowhere");
    expect(await inspect(page)).toEqual([]);
    await field.fill("http://127.0.0.1:9/hook");
    await page.keyboard.press("Enter");
    await isDone(page, "webhook");
    expect(sandbox.account().webhookUrl).toBe("http://127.0.0.1:9/hook");
  });

  it("works without JavaScript", async () => {
    const { sandbox, url, page } = await openSession({ javaScriptEnabled: false });
    const endpoint = await serveEndpoint(sandbox);
    await page.goto(url);
    expect(await page.getByLabel("Webhook URL").isVisible()).toBe(false);
    await page.getByRole("link", { name: "Set it in the portal" }).waitFor();
    await page.getByRole("link", { name: "Stop reloading" }).click();
    await page.getByLabel("Webhook URL").fill(endpoint.url);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Send both" }).click();
    await page.waitForURL(`${url}/#signature`);
    await fetch(`${url}/transactions`, { headers: { "x-api-key": sandbox.apiKey } });
    // The page reloads itself.
    await page.locator("#keys.done").waitFor({ timeout: 20_000 });
    await page.locator("#signature.done").waitFor();
    expect(await page.locator("button.copy:visible").count()).toBe(0);
  });
});

describe("an error page", () => {
  it.each(["protal", "docs"])("is accessible: /%s", async (path) => {
    const { url, page } = await openSession();
    await page.goto(`${url}/${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await inspect(page)).toEqual([]);
  });
});
