import { existsSync } from "node:fs";
import { type Browser, chromium, type HTTPCredentials, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, onTestFinished } from "vitest";

export { inspectPage } from "./browser/inspect-page.js";

export type BrowserPage = Page;

export interface SessionOptions {
  /** For pages with HTTP Basic authentication. */
  credentials?: HTTPCredentials;
  /** Defaults to true. */
  hasJavaScript?: boolean;
}

export interface BrowserSession {
  newPage: () => Promise<BrowserPage>;
  /** Console messages and uncaught exceptions of every page in the session. There should be none. */
  messages: readonly string[];
}

/** Opens a session with cookies of its own. It is closed when the test ends. */
export type OpenSession = (options?: SessionOptions) => Promise<BrowserSession>;

/** Runs tests in Chromium. Skips them if it is not installed, and fails them if `CI` is `true`. */
export function describeInBrowser(tests: (openSession: OpenSession) => void): void {
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const isMissing = !existsSync(executablePath) && process.env["CI"] !== "true";
  if (isMissing) {
    console.warn(`Skipping tests. Chromium is not at ${executablePath}. Set CHROMIUM_PATH.`);
  }

  describe.skipIf(isMissing)("in a browser", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: launchArguments });
    });
    afterAll(() => browser?.close());

    tests(async ({ credentials, hasJavaScript = true } = {}) => {
      const context = await browser.newContext({
        javaScriptEnabled: hasJavaScript,
        // Colors that fade in would change the measured contrast.
        reducedMotion: "reduce",
        ...(credentials === undefined ? {} : { httpCredentials: credentials }),
      });
      onTestFinished(() => context.close());
      const messages: string[] = [];
      return {
        messages,
        async newPage() {
          const page = await context.newPage();
          page.on("console", (message) => messages.push(message.text()));
          page.on("pageerror", (error) => messages.push(error.message));
          return page;
        },
      };
    });
  });
}

const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
