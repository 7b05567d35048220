import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Starts Chromium without what a test does not need. Without a GPU, its own renderer is faster than an emulated one. */
export function launchBrowser(): Promise<Browser> {
  return launch(executablePath);
}

/** A Chromium with windows, which keeps left pages for Back and Forward. The one without does not. */
const withWindows = [executablePath, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => !path.endsWith("headless-shell") && existsSync(path),
);

/** Why `launchCachingBrowser` cannot be used. */
export const noCachingBrowser: string | undefined = findProblem();

function findProblem(): string | undefined {
  if (withWindows !== undefined) return undefined;
  const reason = "only a Chromium without windows is installed";
  if (process.env["CI"] === "true") throw new Error(`${reason}. CI=true requires both.`);
  return reason;
}

/** Starts a Chromium that keeps left pages. Playwright turns that off by default. */
export function launchCachingBrowser(): Promise<Browser> {
  return launch(withWindows, { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}

function launch(
  path: string | undefined,
  options: { ignoreDefaultArgs?: string[] } = {},
): Promise<Browser> {
  return chromium.launch({
    ...(path !== undefined && { executablePath: path }),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    ...options,
  });
}
