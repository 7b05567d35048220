import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type Express } from "express";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Report } from "../../src/doctor/report.js";
import { createDoubleCreditingReceiver } from "../broken-receivers/double-crediting-receiver.js";
import {
  createBooks,
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

/** A shop with its books behind an address and a command line that makes orders. */
async function openShop(create: (books: ReturnType<typeof createBooks>) => Express) {
  const books = createBooks();
  const app = create(books);
  app.get("/ledger", (_request, response) => void response.json(books.rows));
  let orders = 0;
  app.get("/order", (_request, response) => {
    orders += 1;
    response.json({ tracking_id: `shop-${orders}`, amount: "12.90", currency: "EUR" });
  });
  const url = await serveReceiver(app);
  const program = `fetch('${url.origin}/order').then((a) => a.text()).then(console.log)`;
  return {
    url,
    books: ["--ledger", `${url.origin}/ledger`],
    orders: ["--order-command", `"${process.execPath}" -e "${program}"`],
  };
}

describe("numipay doctor", { timeout: 60_000 }, () => {
  test("ends with 0 for a sound endpoint whose books it may read", async () => {
    const { url, books, orders } = await openShop(createReceiver);
    const ended = await runBinary(["doctor", url.href, ...books, ...orders], { env });
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toMatch(/\d\d passed, 0 failed\.\n$/);
    expect(ended.stdout).toContain("  ✔ a repetition is booked once\n");
    expect(ended.exitCode).toBe(0);
  });

  test("says what it did not look at, and where to turn, without books", async () => {
    const { url } = await openShop(createReceiver);
    const { exitCode, stdout } = await runNumipay(["doctor", url.href], { env });
    expect(stdout).toContain(
      "  – a repetition is booked once  (not checked: needs --ledger and --order-command or --tracking-id)",
    );
    expect(stdout).toMatch(
      /0 failed, 5 not checked\. Whether payments are booked.* see --ledger\.\n$/,
    );
    expect(exitCode).toBe(0);
  });

  test("ends with 1 for a double credit, and says so in every form", async () => {
    const folder = await newFolder();
    const forms = ["--json", "--junit", "doctor.xml", "--markdown", "doctor.md"];
    const { url, books } = await openShop(createDoubleCreditingReceiver);
    const { exitCode, stdout } = await runNumipay(
      ["doctor", `${url.href}?token=hidden`, ...books, "--tracking-id", "order-{n}", ...forms],
      { env, cwd: folder },
    );
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ url: url.href, isPassed: false, poweredBy: "Express" });
    const observed = report.checks.find(({ id }) => id === "ledger-once")?.observed;
    expect(observed).toMatch(/told 15 times \(order-\d+\): 1\.00 EUR told, 15 EUR booked/);
    const junit = await readFile(join(folder, "doctor.xml"), "utf8");
    expect(junit).toMatch(/<testsuites name="numipay doctor" tests="\d+" failures="2" skipped="0"/);
    expect(junit.match(/<failure /g)).toHaveLength(2);
    const markdown = await readFile(join(folder, "doctor.md"), "utf8");
    expect(markdown).toContain("| a repetition is booked once | ❌ failed |");
    expect(markdown).toContain("### ledger-once\n");
    expect(stdout + junit + markdown).not.toContain("hidden");
    expect(exitCode).toBe(1);
  });

  test("shows what to change, for the framework that the server names", async () => {
    const { url, books } = await openShop(createDoubleCreditingReceiver);
    const { stdout } = await runNumipay(
      ["doctor", url.href, ...books, "--tracking-id", "order-{n}"],
      { env },
    );
    expect(stdout).toContain("✘ ledger-once: a repetition is booked once\n    Sent ");
    expect(stdout).toContain("      Express numipayWebhook({ inbox })");
    expect(stdout).not.toContain("Fastify");
  });

  test("ends with 3 where nobody answers", async () => {
    const { exitCode, stderr } = await runNumipay(["doctor", "http://127.0.0.1:9/webhook"], {
      env,
    });
    expect(stderr).toMatch(/Nobody answers at http:\/\/127\.0\.0\.1:9\/webhook: .*ECONNREFUSED/);
    expect(exitCode).toBe(3);
  });

  test("plays against another machine on demand only, and warns", async () => {
    // A name that never resolves: nothing leaves this machine.
    const args = ["doctor", "http://shop.invalid/webhook"];
    const refused = await runNumipay(args, { env });
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("--allow-remote");
    const allowed = await runNumipay([...args, "--allow-remote"], { env });
    expect(allowed.stderr).toContain("WARNING: shop.invalid is not this machine.");
    expect(allowed.stderr).toContain("WARNING: over plain http");
    expect(allowed.exitCode).toBe(3);
  });

  test.each<[string, string[], RegExp]>([
    ["no address", ["nonsense"], /absolute address/],
    ["orders that would all be one", ["http://localhost:9/", "--tracking-id", "x"], /\{n\}/],
    ["an amount without orders", ["http://localhost:9/", "--amount", "1.00"], /--tracking-id/],
    [
      "orders twice over",
      ["http://localhost:9/", "--order-command", "x", "--tracking-id", "x{n}"],
      /not both/,
    ],
    ["a check that does not exist", ["http://localhost:9/", "--skip", "sugar"], /no check "sugar"/],
  ])("ends with 2 and a sentence for %s", async (_what, args, message) => {
    const { exitCode, stderr } = await runNumipay(["doctor", ...args], { env });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
    expect(exitCode).toBe(2);
  });

  test("asks for the password in the environment", async () => {
    const { exitCode, stderr } = await runNumipay(["doctor", "http://localhost:9/"]);
    expect(stderr).toContain("NUMIPAY_SIGNATURE_PASSWORD");
    expect(exitCode).toBe(2);
  });
});

describe("the signature password", { timeout: 60_000 }, () => {
  const canary = "Canary+Password/7f3Qz.w";

  test("is shown nowhere, whatever the endpoint, the books and the orders print", async () => {
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
    const complaint = `"${process.execPath}" -e "console.error(process.env.NUMIPAY_SIGNATURE_PASSWORD);process.exit(1)"`;
    const ledger = await runBinary([...args, "--ledger", complaint], run);
    const orders = await runBinary([...args, "--order-command", complaint], run);
    expect([text, json, ledger, orders].map(({ exitCode }) => exitCode)).toEqual([1, 1, 2, 2]);
    expect(ledger.stderr).toContain("--ledger: the command ended with 1: [redacted]");
    const all = JSON.stringify([text, json, ledger, orders, ...(await Promise.all(files))]);
    expect(all).not.toContain(canary);
  });
});

test("an empty command is named with its option", async () => {
  const variables = { NUMIPAY_SIGNATURE_PASSWORD: "a-password-of-the-portal-that-is-long" };
  const url = await serve((_, response) => void response.end("[]"));
  for (const option of ["--order-command", "--ledger"]) {
    const args = ["doctor", url, "--tracking-id", "o-{n}", "--ledger", url, option, " "];
    if (option === "--order-command") args.splice(2, 2);
    const { exitCode, stderr } = await runNumipay(args, { env: variables });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${option}: the command is empty`);
  }
});
