import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openGateway } from "../gateway-fixture.js";
import { runBinary } from "../run-numipay.js";
import { serve } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

const core = import.meta.resolve("@numipay/core");
const range = ["--from", "2026-01-01", "--to", "2026-01-31"];

/** A shop's module whose inbox is kept in a file, so that the next run knows what this one did. */
const moduleText = (handler: string) => `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { numipayWebhook } from ${JSON.stringify(core)};
const read = () => (existsSync("inbox.json") ? JSON.parse(readFileSync("inbox.json", "utf8")) : {});
const write = (name, value) => writeFileSync("inbox.json", JSON.stringify({ ...read(), [name]: value }));
const inbox = {
  claim: async ({ key, content }) => {
    const known = read()[key];
    if (known !== undefined) return { state: known === content ? "duplicate" : "conflict" };
    return { state: "new", lease: { fencingToken: 1, contradicts: undefined, tx: undefined } };
  },
  complete: async ({ key, content }) => (write(key, content), true),
  release: async () => undefined,
  ping: async () => { if (process.env.STORE_IS_DOWN) throw new Error("no store at 127.0.0.1"); },
  checkpoints: { read: async (name) => read()[name], write: async (name, value) => write(name, value) },
};
// Stands for a pool of connections: without close() the command would not end.
const open = setInterval(() => undefined, 1000);
export const close = () => clearInterval(open);
export const webhook = numipayWebhook({ inbox, onOutcome: () => undefined });
webhook.on("*", (event, { source }) => { ${handler} });
`;

/** A gateway with two payments that nobody was told of, and a shop that has a module. */
async function openShop(handler = "", moduleSource = moduleText(handler)) {
  const { sandbox, env } = await openGateway({ startAt: "2026-01-02T12:00:00Z" });
  for (const tracking_id of ["order-1", "order-2"]) {
    const fields = { tracking_id, user_id: "u-1", currency: "EUR", amount: "200.00" };
    await sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: fields }),
    });
  }
  await sandbox.advance("24h");
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "webhook.mjs"), moduleSource);
  const password = { NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword };
  return {
    cwd,
    // In a process: the shop's module is loaded again at each run.
    reconcile: (args: string[], more: Record<string, string> = {}) =>
      runBinary(["reconcile", "--webhook-module", "webhook.mjs", ...args], {
        cwd,
        env: { ...env, ...password, ...more },
      }),
    booked: () => readFileSync(join(cwd, "books.txt"), "utf8"),
  };
}

const book = 'appendFileSync("books.txt", `${event.tracking_id} ${event.status} ${source}\\n`);';

describe("numipay reconcile", () => {
  it("says in a dry run what is missing, then applies it once", async () => {
    const { reconcile, booked } = await openShop(book);
    const dry = await reconcile([...range, "--dry-run"]);
    expect(dry).toMatchObject({
      exitCode: 1,
      stderr: "2 listed; 2 missing (dry run: nothing was applied).\n",
    });
    expect(dry.stdout).toMatch(/^missing {13}deposit\.expired {15}200\.00 EUR {2}order-1$/m);
    expect(booked).toThrow(/ENOENT/);

    const real = await reconcile(range);
    expect(real).toMatchObject({ exitCode: 0, stderr: "2 listed; 2 applied.\n" });
    expect(booked()).toBe("order-1 expired reconcile\norder-2 expired reconcile\n");

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
      },
    });
  });

  it("goes on from the watermark without a range", async () => {
    const { reconcile, cwd } = await openShop();
    const { exitCode, stderr } = await reconcile([]);
    expect(exitCode).toBe(0);
    const [, today] = /^0 listed; 0 applied; settled up to ([\d-]{10})\.\n$/.exec(stderr) ?? [];
    expect(JSON.parse(readFileSync(join(cwd, "inbox.json"), "utf8"))).toEqual({ reconcile: today });
  });

  it("tells what a handler threw, goes on, and ends with 1", async () => {
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

  it("refuses an inbox in memory: everything would be applied again; a dry run may", async () => {
    const source = `import { numipayWebhook } from ${JSON.stringify(core)};
      export const webhook = numipayWebhook().on("*", () => { throw new Error("applied"); });`;
    const { reconcile } = await openShop("", source);
    const refused = await reconcile(range);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("every transaction would be applied again");
    expect(await reconcile([...range, "--dry-run"])).toMatchObject({ exitCode: 1 });
  });

  it("takes an inbox of one's own that cannot be pinged: it does not say that it forgets", async () => {
    const { reconcile, booked } = await openShop("", moduleText(book).replace("ping:", "noPing:"));
    expect(await reconcile(range)).toMatchObject({ exitCode: 0 });
    expect(booked()).toContain("order-1 expired reconcile");
  });

  it("ends before it asks anything when the store is down", async () => {
    const { reconcile } = await openShop();
    expect(await reconcile(range, { STORE_IS_DOWN: "1" })).toMatchObject({
      exitCode: 3,
      stderr: "The inbox cannot be reached: no store at 127.0.0.1\n",
    });
  });

  it.each([
    ["export const hook = 1;", /exports no `webhook`/],
    ["export const webhook = {};", /exports no `webhook`/],
    ['throw new Error("no database url");', /cannot be loaded: no database url/],
  ])("says what is wrong with the module %s", async (source, problem) => {
    const { reconcile } = await openShop("", source);
    expect(await reconcile(range)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(problem),
    });
  });

  it("shows a dash where an item of the list lacks a field, and goes on", async () => {
    const { reconcile } = await openShop();
    const item = { transaction_id: "t-1", transaction_type: "deposit", status: "successful" };
    const url = await serve((_request, response) => response.end(JSON.stringify({ items: [] })));
    const broken = await reconcile(range, { NUMIPAY_BASE_URL: url });
    expect(broken).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("no array") });
    const listUrl = await serve((_request, response) => response.end(JSON.stringify([item])));
    const { exitCode, stdout } = await reconcile(["--from", "2026-01-02", "--to", "2026-01-02"], {
      NUMIPAY_BASE_URL: listUrl,
    });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^malformed {11}deposit\.successful .* no user_id .*contract\.webhook\.fields\.user_id/m,
      ),
    });
  });

  it("wants the first day where the last is given", async () => {
    const { reconcile } = await openShop();
    expect(await reconcile(["--to", "2026-01-31"])).toMatchObject({
      exitCode: 2,
      stderr: "--to needs --from.\n",
    });
  });

  it("counts an event without a handler apart", async () => {
    const { reconcile } = await openShop("", moduleText("").replace('on("*"', 'on("withdrawal.*"'));
    const { exitCode, stdout, stderr } = await reconcile(range);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "2 listed; 0 applied; 2 without a handler.\n",
    });
    expect(stdout).toMatch(/^unhandled {11}deposit\.expired/m);
  });

  it("sets aside what three runs could not apply, and retries it when asked", async () => {
    const failing = `if (!process.env.FIXED) throw new Error("no such customer"); ${book}`;
    const { reconcile, booked } = await openShop(failing);
    let last = await reconcile(["--lookback-days", "400"]);
    expect(last.stderr).toMatch(/2 failed, the next run tries again; settled up to/);
    for (let run = 2; run <= 3; run += 1) last = await reconcile([]);
    expect(last).toMatchObject({ exitCode: 1 });
    expect(last.stdout).toContain("(set aside)");
    expect(last.stderr).toContain("2 set aside, see --retry-set-aside");
    const retried = await reconcile(["--retry-set-aside"], { FIXED: "1" });
    expect(retried).toMatchObject({ exitCode: 0, stderr: "2 listed; 2 applied.\n" });
    expect(booked()).toContain("order-1 expired reconcile");
  }, 60_000);

  it.each([
    [["--include-unhandled"], "--include-unhandled needs --from"],
    [[...range, "--retry-set-aside"], "--retry-set-aside does not go with --from"],
  ])("refuses %j", async (args, problem) => {
    const { reconcile } = await openShop();
    const { exitCode, stderr } = await reconcile(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });

  it("reads days as documented, and today in the gateway's time zone", async () => {
    const { reconcile } = await openShop(book);
    const days = ["--from", "01-01-2026", "--to", "31-01-2026", "--dry-run"];
    expect(await reconcile(days)).toMatchObject({ stderr: expect.stringContaining("2 missing") });
    for (const timeZone of ["Pacific/Kiritimati", "Etc/GMT+12"]) {
      const today = new Intl.DateTimeFormat("sv", { timeZone }).format();
      const args = ["--from", today, "--to", "today", "--dry-run", "--time-zone", timeZone];
      expect(await reconcile(args)).toMatchObject({ exitCode: 0 });
      // Beyond today in that zone.
      const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
      const beyond = await reconcile(["--from", tomorrow, "--dry-run", "--time-zone", timeZone]);
      expect(beyond).toMatchObject({ exitCode: 2, stderr: "to: lies before `from`.\n" });
    }
    expect(await reconcile(["--from", "1-1-2026"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--from: "1-1-2026" is not a day.'),
    });
  });
});
