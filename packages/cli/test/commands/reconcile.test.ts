import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { core, moduleText, openShop, range } from "../reconcile-fixture.js";
import { serve } from "../serve.js";

const credit =
  'appendFileSync("credits.txt", `${event.tracking_id} ${event.status} ${source}\\n`);';

/** The days of a summary. */
const days = " from 2026-01-01 to 2026-01-31";

describe("numipay reconcile", () => {
  it("applies missed webhooks once", async () => {
    const { reconcile, credits } = await openShop(credit);
    const dry = await reconcile([...range, "--dry-run"]);
    expect(dry).toMatchObject({
      exitCode: 1,
      stderr: `2 listed${days}; 2 missing (dry run: nothing was applied).\n`,
    });
    expect(dry.stdout).toMatch(/^Result +Event +Amount {2}Tracking id {2}Note$/m);
    expect(dry.stdout).toMatch(/^missing {9}deposit\.expired {12}200\.00 EUR {2}order-1$/m);
    expect(credits).toThrow(/ENOENT/);

    const real = await reconcile(range);
    expect(real).toMatchObject({ exitCode: 0, stderr: `2 listed${days}; 2 applied.\n` });
    expect(credits()).toBe("order-1 expired reconcile\norder-2 expired reconcile\n");

    const again = await reconcile([...range, "--json"]);
    expect(again).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(again.stdout)).toEqual({
      done: {
        listed: 2,
        found: 0,
        unhandled: 0,
        failed: 0,
        setAside: 0,
        conflicts: 0,
        dryRun: false,
        from: "2026-01-01",
        to: "2026-01-31",
      },
    });
  });

  it("continues from the watermark without a range", async () => {
    const { reconcile, cwd } = await openShop();
    const { exitCode, stderr } = await reconcile([]);
    expect(exitCode).toBe(0);
    const [, today] =
      /^0 listed from [\d-]{10} to [\d-]{10}; 0 applied; complete up to ([\d-]{10})\.\n$/.exec(
        stderr,
      ) ?? [];
    expect(JSON.parse(readFileSync(join(cwd, "inbox.json"), "utf8"))).toEqual({ reconcile: today });
  });

  it("stores the watermark under the name of --checkpoint", async () => {
    const { reconcile, cwd } = await openShop();
    expect((await reconcile(["--checkpoint", "nightly"])).exitCode).toBe(0);
    expect(
      Object.keys(JSON.parse(readFileSync(join(cwd, "inbox.json"), "utf8")) as object),
    ).toEqual(["nightly"]);
  });

  it("reports a failed handler and continues", async () => {
    const { reconcile } = await openShop(
      'if (event.tracking_id === "order-1") throw new Error("no such order");',
    );
    const { exitCode, stdout } = await reconcile([...range, "--json"]);
    const [first, second, last] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(exitCode).toBe(1);
    expect(first).toMatchObject({ outcome: "handler-failed", reason: "no such order" });
    expect(second).toMatchObject({ outcome: "processed", transaction: { tracking_id: "order-2" } });
    expect(last).toMatchObject({ done: { found: 1, failed: 1 } });
  });

  it("rejects an inbox in memory, except in a dry run", async () => {
    const source = `import { numipayWebhook } from ${JSON.stringify(core)};
      export const webhook = numipayWebhook().on("*", () => { throw new Error("applied"); });`;
    const { reconcile } = await openShop("", source);
    const refused = await reconcile(range);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("every transaction would be applied again");
    expect(await reconcile([...range, "--dry-run"])).toMatchObject({ exitCode: 1 });
  });

  it("accepts a custom inbox without ping", async () => {
    const { reconcile, credits } = await openShop(
      "",
      moduleText(credit).replace("ping:", "noPing:"),
    );
    expect(await reconcile(range)).toMatchObject({ exitCode: 0 });
    expect(credits()).toContain("order-1 expired reconcile");
  });

  it("stops if the inbox is unreachable", async () => {
    const { reconcile } = await openShop();
    expect(await reconcile(range, { STORE_IS_DOWN: "1" })).toMatchObject({
      exitCode: 3,
      stderr: "Error: Cannot connect to the inbox: no store at 127.0.0.1\n",
    });
  });

  it.each([
    ["export const hook = 1;", /does not export `webhook`/],
    ["export const webhook = {};", /does not export `webhook`/],
    ['throw new Error("no database url");', /Cannot load .*: no database url/],
  ])("rejects the module %s", async (source, problem) => {
    const { reconcile } = await openShop("", source);
    expect(await reconcile(range)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(problem),
    });
  });

  it("reports a malformed item and continues", async () => {
    const { reconcile } = await openShop();
    const item = { transaction_id: "t-1", transaction_type: "deposit", status: "successful" };
    const url = await serve((_request, response) => response.end(JSON.stringify({ items: [] })));
    const broken = await reconcile(range, { NUMIPAY_BASE_URL: url });
    expect(broken).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("not an array") });
    const listUrl = await serve((_request, response) => response.end(JSON.stringify([item])));
    const { exitCode, stdout } = await reconcile(["--from", "2026-01-02", "--to", "2026-01-02"], {
      NUMIPAY_BASE_URL: listUrl,
    });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^malformed {7}deposit\.successful .* user_id is missing .*webhook\.fields\.user_id\.name in the --contract file/m,
      ),
    });
  });

  it("requires --from with --to", async () => {
    const { reconcile } = await openShop();
    expect(await reconcile(["--to", "2026-01-31"])).toMatchObject({
      exitCode: 2,
      stderr: "Error: --to requires --from.\n",
    });
  });

  it("counts events without a handler", async () => {
    const { reconcile } = await openShop("", moduleText("").replace('on("*"', 'on("withdrawal.*"'));
    const { exitCode, stdout, stderr } = await reconcile(range);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `2 listed${days}; 0 applied; 2 without a handler.\n`,
    });
    expect(stdout).toMatch(/^unhandled {7}deposit\.expired/m);
  });

  it("sets aside and retries failing transactions", async () => {
    const failing = `if (!process.env.FIXED) throw new Error("no such customer"); ${credit}`;
    const { reconcile, credits } = await openShop(failing);
    let last = await reconcile(["--lookback-days", "400"]);
    expect(last.stderr).toMatch(/2 failed and will be retried by the next run; complete up to/);
    for (let run = 2; run <= 3; run += 1) last = await reconcile([]);
    expect(last).toMatchObject({ exitCode: 1 });
    expect(last.stdout).toContain("set aside; ");
    expect(last.stderr).toContain("2 set aside, see --retry-set-aside");
    const retried = await reconcile(["--retry-set-aside"], { FIXED: "1" });
    expect(retried).toMatchObject({ exitCode: 0, stderr: "2 listed; 2 applied.\n" });
    expect(credits()).toContain("order-1 expired reconcile");
  }, 60_000);

  it.each([
    [["--include-unhandled"], "--include-unhandled requires --from"],
    [[...range, "--retry-set-aside"], "--retry-set-aside cannot be combined with --from"],
  ])("rejects %j", async (args, problem) => {
    const { reconcile } = await openShop();
    const { exitCode, stderr } = await reconcile(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });

  it("reads days in the gateway's time zone", async () => {
    const { reconcile } = await openShop(credit);
    const january = ["--from", "01-01-2026", "--to", "31-01-2026", "--dry-run"];
    expect(await reconcile(january)).toMatchObject({
      stderr: expect.stringContaining("2 missing"),
    });
    for (const timeZone of ["Pacific/Kiritimati", "Etc/GMT+12"]) {
      const today = new Intl.DateTimeFormat("sv", { timeZone }).format();
      const args = ["--from", today, "--to", "today", "--dry-run", "--time-zone", timeZone];
      expect(await reconcile(args)).toMatchObject({ exitCode: 0 });
      // After today in that time zone.
      const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
      const beyond = await reconcile(["--from", tomorrow, "--dry-run", "--time-zone", timeZone]);
      expect(beyond).toMatchObject({
        exitCode: 2,
        stderr: "Error: --to must not be before --from.\n",
      });
    }
    expect(await reconcile(["--from", "1-1-2026"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--from "1-1-2026" is not a day.'),
    });
  });
});
