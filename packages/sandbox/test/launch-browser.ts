import { type Browser, chromium } from "playwright-core";

/** Starts Chromium without what a test does not need. Without a GPU, its own renderer is faster than an emulated one. */
export function launchBrowser(options: { ignoreDefaultArgs?: string[] } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    ...options,
  });
}
