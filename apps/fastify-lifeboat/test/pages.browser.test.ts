import { describeInBrowser, inspectPage } from "sample-tests/browser";
import { expect, it, onTestFinished } from "vitest";
import { startWorld } from "../dist/demo/start-world.js";

describeInBrowser((openSession) => {
  it("has no faults on any page, in any view", async () => {
    const world = await startWorld();
    onTestFinished(() => world.close());
    const { newPage, messages } = await openSession();
    const page = await newPage();
    const findings = await inspectPage(page, world.url);
    expect(messages).toEqual([]);

    // Chromium logs every 404.
    findings.push(...(await inspectPage(page, `${world.url}/nowhere`)));
    expect(findings).toEqual([]);
    await page.getByRole("link", { name: "Back to the start" }).click();
    await page.getByRole("heading", { name: "Skerry Lifeboat donations" }).waitFor();
  });
});
