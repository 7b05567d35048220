import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type BrowserPage, describeInBrowser } from "sample-tests/browser";
import { beforeAll, describe, expect, it } from "vitest";
import { serveSite } from "../src/server/serve-site.js";
import { folders } from "../src/site-folders.js";
import { createPagesRepository } from "./versions/site-workflow.js";

const run = promisify(execFile);
const base = "/numipay-node/";

/** Small sites with the theme and the versions of the real one, which takes half a minute to build. */
async function buildFixture(outDir: string, version: string): Promise<void> {
  await run(
    process.execPath,
    [
      join(folders.app, "node_modules/vitepress/bin/vitepress.js"),
      "build",
      join(folders.app, "test/fixture-site"),
      "--outDir",
      outDir,
    ],
    { env: { ...process.env, NODE_ENV: "production", SITE_BASE: base, SITE_VERSION: version } },
  );
}

let origin: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "site-versions-"));
  const repository = createPagesRepository(join(folder, "github"));
  const versions = ["", "v1.9", "v1.10"];
  const toSite = (version: string) => join(folder, `built${version}`);
  // One after the other: a build has its temporary files beside its configuration.
  for (const version of versions) await buildFixture(toSite(version), version);
  for (const version of versions) {
    const site = toSite(version);
    const { code, output } = repository.publish(site, version);
    if (code !== 0) throw new Error(output);
  }
  repository.checkOut(join(folder, "pages"));
  const server = await serveSite(join(folder, "pages"), 0, base);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}, 120_000);

const readMenu = (page: BrowserPage) =>
  page.locator(".VPNavBar .version-menu select").evaluate((menu: HTMLSelectElement) => ({
    options: [...menu.options].map(({ text }) => text),
    selected: menu.selectedOptions[0]?.text,
  }));

const chooseVersion = (page: BrowserPage, name: string) =>
  page.locator(".VPNavBar .version-menu select").selectOption({ label: name });

describeInBrowser((openSession) => {
  describe("the menu of versions", () => {
    it("opens the same page in each version and back", async () => {
      const session = await openSession();
      const page = await session.newPage();
      await page.goto(`${origin}${base}guide`);
      expect(await readMenu(page)).toEqual({
        options: ["Current", "v1.10", "v1.9"],
        selected: "Current",
      });
      for (const [name, path] of [
        ["v1.9", `${base}v1.9/guide`],
        ["v1.10", `${base}v1.10/guide`],
        ["Current", `${base}guide`],
      ] as const) {
        await chooseVersion(page, name);
        await page.waitForURL(`${origin}${path}`);
        expect((await readMenu(page)).selected).toBe(name);
        expect(await page.locator("h1").textContent()).toContain("Guide");
      }
      expect(session.messages).toEqual([]);
    });

    it("opens the front page of a version without the page", async () => {
      const page = await (await openSession()).newPage();
      await page.goto(`${origin}${base}v1.9/removed`);
      await chooseVersion(page, "v1.10");
      await page.waitForURL(`${origin}${base}v1.10/`);
      expect(await page.locator("h1").textContent()).toContain("Fixture");
    });

    it("is in the navigation of a phone", async () => {
      const page = await (await openSession()).newPage();
      await page.setViewportSize({ width: 320, height: 800 });
      await page.goto(`${origin}${base}guide`);
      await page.getByRole("button", { name: "mobile navigation" }).click();
      await page.locator("#VPNavScreen .version-menu select").selectOption("v1.10");
      await page.waitForURL(`${origin}${base}v1.10/guide`);
      expect(await page.locator("h1").textContent()).toContain("Guide");
    });

    it("requests nothing from elsewhere", async () => {
      const page = await (await openSession()).newPage();
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(`${origin}${base}v1.9/guide`);
      await readMenu(page);
      expect(
        requests.filter(
          (url) => !/^(?:data:|blob:)/.test(url) && !url.startsWith(`${origin}${base}`),
        ),
      ).toEqual([]);
      expect(requests).toContain(`${origin}${base}versions.json`);
    });
  });

  it("points from an old page to the current one", async () => {
    const page = await (await openSession()).newPage();
    const canonical = () => page.locator('link[rel="canonical"]').getAttribute("href");
    await page.goto(`${origin}${base}v1.10/guide`);
    expect(await canonical()).toBe("https://numipay.github.io/numipay-node/guide");
    await page.locator(".version-menu").first().waitFor();
    expect(await page.locator(".version-notice").count()).toBe(0);
    await page.goto(`${origin}${base}v1.9/guide`);
    expect(await canonical()).toBe("https://numipay.github.io/numipay-node/guide");
    const notice = page.locator(".version-notice");
    await expect.poll(() => notice.textContent()).toContain("This page describes v1.9.");
    await notice.getByRole("link").click();
    await page.waitForURL(`${origin}${base}guide`);
  });
});
