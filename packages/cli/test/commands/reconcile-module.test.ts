import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { core, moduleText, openShop, range } from "../reconcile-fixture.js";

const withoutClose = (handler = "") =>
  moduleText(handler).replace("export const close = () => clearInterval(open);", "");

const ended = /Warning: The --webhook-module webhook\.mjs keeps the process running with a timer/;

describe("a module that keeps the process running", () => {
  it("is ended after all output, and named", async () => {
    const { reconcile } = await openShop("", withoutClose());
    const { exitCode, stdout, stderr } = await reconcile(range);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/order-1[^]*order-2/);
    expect(stderr).toMatch(/^2 listed from \S+ to \S+; 2 applied\.\n/);
    expect(stderr).toMatch(ended);
    expect(stderr).toContain("Export a function `close`");
  });

  it("does not change the exit code", async () => {
    const failing = await openShop("", withoutClose('throw new Error("no such order");'));
    expect(await failing.reconcile(range)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(ended),
    });
    const wrong = await openShop("", `${withoutClose()}\nsetTimeout(() => {}, 1e8);`);
    expect(await wrong.reconcile(["--from", "2026-13-01"])).toMatchObject({ exitCode: 2 });
  });

  it("is ended if it exports no webhook", async () => {
    const { reconcile } = await openShop("", "export const hook = setInterval(() => {}, 1000);");
    const { exitCode, stderr } = await reconcile(range);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("does not export `webhook`, only hook.");
    expect(stderr).toMatch(ended);
  });

  it("is ended if its close leaves something open", async () => {
    const source = `${moduleText("")}\nsetInterval(() => undefined, 1000);`;
    const { exitCode, stderr } = await (await openShop("", source)).reconcile(range);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("Close it in the module's `close` too.");
  });
});

describe("a module with an error of its own", () => {
  it("in close keeps the exit code", async () => {
    const source = withoutClose().replace("setInterval(() => undefined, 1000)", "1");
    const close = 'export const close = async () => { throw new Error("no pool"); };';
    const { reconcile } = await openShop("", `${source}\n${close}`);
    expect(await reconcile(range)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(
        "Warning: The `close` of the --webhook-module failed: no pool.\n",
      ),
    });
  });

  it.each([
    ["a rejected promise", 'void Promise.reject(new Error("pool lost"));'],
    ["an uncaught error", 'setImmediate(() => { throw new Error("pool lost"); });'],
  ])("outside of its handlers stops the run (%s)", async (_, source) => {
    const { reconcile } = await openShop("", `${moduleText("")}\n${source}`);
    const { exitCode, stdout, stderr } = await reconcile([...range, "--json"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      "Error: The --webhook-module webhook.mjs did not catch an error: pool lost.",
    );
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "module_failed" } });
  });
});

describe("the exports of a module", () => {
  it.each([
    ["a default export", "export default webhook;"],
    ["a promise", "const later = Promise.resolve(webhook);\nexport { later as webhook };"],
  ])("can be %s", async (_, exported) => {
    const source = moduleText("").replace("export const webhook =", "const webhook =");
    const { reconcile } = await openShop("", `${source}\n${exported}`);
    expect(await reconcile([...range, "--dry-run"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("2 missing"),
    });
  });

  it("can be those of a CommonJS module", async () => {
    const shop = await openShop();
    const source = `const { numipayWebhook } = require(${JSON.stringify(new URL(core).pathname)});
      module.exports = { ["web" + "hook"]: numipayWebhook().on("*", () => undefined) };`;
    writeFileSync(join(shop.cwd, "webhook.cjs"), source);
    const { exitCode, stderr } = await shop.reconcile([
      ...range,
      "--dry-run",
      "--webhook-module",
      "webhook.cjs",
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining("2 missing"),
    });
  });

  it.each([
    ["export const webhook = () => undefined;", ", but a function of that name. Call it"],
    ["export const webhook = 1;", ", but another value of that name"],
    ["", " or anything else"],
  ])("are named if they are wrong (%s)", async (source, text) => {
    const { reconcile } = await openShop("", source);
    expect(await reconcile(range)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`does not export \`webhook\`${text}`),
    });
  });
});
