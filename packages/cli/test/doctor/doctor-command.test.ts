import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type Express } from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Report } from "../../src/doctor/report.js";
import { createDoubleCreditingReceiver } from "../broken-receivers/double-crediting-receiver.js";
import {
  createTestLedger,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import { runBinary, runNumipay } from "../run-numipay.js";
import { serve } from "../serve.js";

const env = { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doctor-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A shop with a ledger behind a URL, and a command that creates orders. */
async function openShop(create: (testLedger: ReturnType<typeof createTestLedger>) => Express) {
  const testLedger = createTestLedger();
  const app = create(testLedger);
  app.get("/ledger", (_request, response) => void response.json(testLedger.rows));
  let orders = 0;
  app.get("/order", (_request, response) => {
    orders += 1;
    response.json({ tracking_id: `shop-${orders}`, amount: "12.90", currency: "EUR" });
  });
  const url = await serveReceiver(app);
  const program = `fetch('${url.origin}/order').then((a) => a.text()).then(console.log)`;
  return {
    url,
    ledger: ["--ledger", `${url.origin}/ledger`],
    orders: ["--order-command", `"${process.execPath}" -e "${program}"`],
  };
}

describe("numipay doctor", { timeout: 60_000 }, () => {
  it("exits with 0 if every check passes", async () => {
    const { url, ledger, orders } = await openShop(createReceiver);
    const ended = await runBinary(["doctor", url.href, ...ledger, ...orders], { env });
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toMatch(/^✔ Every check passed: .*\n {2}\d\d passed, 0 failed\.\n/);
    expect(ended.stdout).toMatch(/^ {2}Ledger {19}5 passed$/m);
    expect(ended.exitCode).toBe(0);
  });

  it("reports the ledger as not checked without --ledger", async () => {
    const { url } = await openShop(createReceiver);
    const { exitCode, stdout } = await runNumipay(["doctor", url.href], { env });
    expect(stdout).toMatch(/^✔ No check failed: .*\n {2}36 passed, 0 failed, 5 not checked\.\n/);
    expect(stdout).toContain(
      "– 5 not checked: requires --ledger and --order-command or --tracking-id\n",
    );
    expect(stdout).toMatch(/^Pass --ledger .* credited exactly once\.$/m);
    expect(exitCode).toBe(0);
  });

  it("shows its progress on a terminal", async () => {
    const { url } = await openShop(createReceiver);
    const piped = await runNumipay(["doctor", url.href], { env });
    expect(piped.stderr).toBe("");
    const { stderr } = await runNumipay(["doctor", url.href], { env, isTty: true });
    const lines = stderr.split("\r\u001B[2K");
    expect(lines[1]).toMatch(/^░+ {3}0% {2}0 of 41 checks$/);
    expect(lines.at(-2)).toMatch(/^█+ 100% {2}41 of 41 checks$/);
    expect(lines.at(-1)).toBe("");
  });

  it("reports a double credit in every format", async () => {
    const folder = await newFolder();
    const forms = ["--json", "--junit", "doctor.xml", "--markdown", "doctor.md"];
    const { url, ledger } = await openShop(createDoubleCreditingReceiver);
    const { exitCode, stdout } = await runNumipay(
      ["doctor", `${url.href}?token=hidden`, ...ledger, "--tracking-id", "order-{n}", ...forms],
      { env, cwd: folder },
    );
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ url: url.href, isPassed: false, poweredBy: "Express" });
    const observed = report.checks.find(({ id }) => id === "ledger-once")?.observed;
    expect(observed).toMatch(/delivered 15 times \(order-\d+\): 1\.00 EUR sent, 15 EUR credited/);
    const junit = await readFile(join(folder, "doctor.xml"), "utf8");
    expect(junit).toMatch(/<testsuites name="numipay doctor" tests="\d+" failures="2" skipped="0"/);
    expect(junit.match(/<failure /g)).toHaveLength(2);
    const markdown = await readFile(join(folder, "doctor.md"), "utf8");
    expect(markdown).toContain("| credits a duplicate delivery only once | ❌ failed |");
    expect(markdown).toContain("### ledger-once\n");
    expect(stdout + junit + markdown).not.toContain("hidden");
    expect(exitCode).toBe(1);
  });

  it("shows the fix for the framework that the server names", async () => {
    const { url, ledger } = await openShop(createDoubleCreditingReceiver);
    const { stdout } = await runNumipay(
      ["doctor", url.href, ...ledger, "--tracking-id", "order-{n}"],
      { env },
    );
    expect(stdout).toMatch(/^✘ 2 of 41 checks failed: /);
    expect(stdout).toContain("✘ ledger-once: credits a duplicate delivery only once\n  Observed ");
    expect(stdout).toContain("    Express  numipayWebhook({ inbox })");
    expect(stdout).not.toContain("Fastify");
  });

  it("exits with 3 if the endpoint does not respond", async () => {
    const { exitCode, stderr } = await runNumipay(["doctor", "http://127.0.0.1:9/webhook"], {
      env,
    });
    expect(stderr).toMatch(/No response from http:\/\/127\.0\.0\.1:9\/webhook: .*ECONNREFUSED/);
    expect(exitCode).toBe(3);
  });

  it("requires --allow-remote for another machine", async () => {
    // A name that never resolves, so nothing leaves this machine.
    const args = ["doctor", "http://shop.invalid/webhook"];
    const refused = await runNumipay(args, { env });
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("--allow-remote");
    const allowed = await runNumipay([...args, "--allow-remote"], { env });
    expect(allowed.stderr).toContain("Warning: shop.invalid is another machine.");
    expect(allowed.stderr).toContain("Warning: With plain http");
    expect(allowed.exitCode).toBe(3);
  });

  it.each<[string, string[], RegExp]>([
    ["a relative URL", ["nonsense"], /absolute URL/],
    ["a template without {n}", ["http://localhost:9/", "--tracking-id", "x"], /\{n\}/],
    [
      "--amount without --tracking-id",
      ["http://localhost:9/", "--amount", "1.00"],
      /--tracking-id/,
    ],
    [
      "both sources of orders",
      ["http://localhost:9/", "--order-command", "x", "--tracking-id", "x{n}"],
      /not both/,
    ],
    ["an unknown check", ["http://localhost:9/", "--skip", "sugar"], /Unknown check "sugar"/],
  ])("rejects %s", async (_name, args, message) => {
    const { exitCode, stderr } = await runNumipay(["doctor", ...args], { env });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
    expect(exitCode).toBe(2);
  });

  it.each(["--junit", "--markdown"])("checks %s before it sends anything", async (option) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const cwd = await newFolder();
    const missing = await runBinary(["doctor", url, option, "missing/report"], { env, cwd });
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: `Error: Cannot access ${option} missing/report: no such file or directory.\n`,
    });
    expect(requests).toBe(0);
  });

  it("requires the signature password", async () => {
    const { exitCode, stderr } = await runNumipay(["doctor", "http://localhost:9/"]);
    expect(stderr).toContain("NUMIPAY_SIGNATURE_PASSWORD");
    expect(exitCode).toBe(2);
  });
});

describe("the signature password", { timeout: 60_000 }, () => {
  const canary = "Canary+Password/7f3Qz.w";

  it("is redacted in all output", async () => {
    const folder = await newFolder();
    const app = express();
    app.use((_request, response) => {
      response.set("x-powered-by", canary).status(500).send(`password ${canary}`);
    });
    const url = await serveReceiver(app);
    const args = ["doctor", url.href, "--junit", "doctor.xml", "--markdown", "doctor.md"];
    const run = { env: { NUMIPAY_SIGNATURE_PASSWORD: canary }, cwd: folder };
    const text = await runBinary(args, run);
    const json = await runBinary([...args, "--json"], run);
    const files = ["doctor.xml", "doctor.md"].map((name) => readFile(join(folder, name), "utf8"));
    const leak = `"${process.execPath}" -e "console.error(process.env.NUMIPAY_SIGNATURE_PASSWORD);process.exit(1)"`;
    const ledger = await runBinary([...args, "--ledger", leak], run);
    const orders = await runBinary([...args, "--order-command", leak], run);
    expect([text, json, ledger, orders].map(({ exitCode }) => exitCode)).toEqual([1, 1, 2, 2]);
    expect(ledger.stderr).toContain("The command of --ledger exited with 1: [redacted]");
    const all = JSON.stringify([text, json, ledger, orders, ...(await Promise.all(files))]);
    expect(all).not.toContain(canary);
  });
});

describe("the commands of --ledger and --order-command", () => {
  it("rejects an empty command", async () => {
    const variables = { NUMIPAY_SIGNATURE_PASSWORD: "a-password-of-the-portal-that-is-long" };
    const url = await serve((_, response) => void response.end("[]"));
    for (const option of ["--order-command", "--ledger"]) {
      const args = ["doctor", url, "--tracking-id", "o-{n}", "--ledger", url, option, " "];
      if (option === "--order-command") args.splice(2, 2);
      const { exitCode, stderr } = await runNumipay(args, { env: variables });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${option} is empty`);
    }
  });
});
