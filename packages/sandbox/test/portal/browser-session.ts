import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { createMerchant, type Merchant } from "../merchant.js";

/** An open page of a merchant's portal. */
export interface PortalSession {
  readonly merchant: Merchant;
  readonly page: Page;
  /** Messages in the console and uncaught errors, of which there should be none. */
  readonly consoleMessages: string[];
  /** Opens a page below /portal/. */
  readonly go: (path: string) => Promise<void>;
}

/** Opens a page on a sandbox of its own, until the test ends. */
export async function openPortal(
  browser: Browser,
  { sandbox = {}, ...options }: BrowserContextOptions & { sandbox?: SandboxOptions } = {},
): Promise<PortalSession> {
  const merchant = await createMerchant(sandbox, "over HTTP");
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: "reduce",
    ...options,
  });
  onTestFinished(async () => {
    await context.close();
    await merchant.sandbox.close();
  });
  const page = await context.newPage();
  const consoleMessages: string[] = [];
  page.on("console", (message) => consoleMessages.push(message.text()));
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  const origin = merchant.sandbox.baseUrl;
  return {
    merchant,
    page,
    consoleMessages,
    go: async (path) => void (await page.goto(`${origin}/portal/${path}`)),
  };
}
