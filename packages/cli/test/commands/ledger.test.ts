import { Numipay } from "@numipay/core";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decideAtCashier, openGateway } from "../gateway-fixture.js";
import { runBinary, runNumipay } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

const days = ["--from", "2026-01-01", "--to", "2026-01-31"];

/** A gateway with five deposits: four are paid, and one expires. */
async function openMonth(file?: string) {
  const { sandbox, env } = await openGateway(file === undefined ? {} : { file });
  const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
  for (const number of [1, 2, 3, 4, 5]) {
    const request = { tracking_id: `order-${number}`, user_id: "u", currency: "EUR" };
    const body = JSON.stringify({ request: { ...request, amount: "10.50" } });
    const response = await sandbox.fetch("/payments/hosted", { method: "POST", headers, body });
    const { url } = (await response.json()) as { url: string };
    if (number < 5) await decideAtCashier(sandbox, url, "pay");
  }
  await sandbox.runUntilIdle();
  return { sandbox, env };
}

const right = ["1", "2", "3", "4"].map((number) => `order-${number},10.5,EUR`);
const head = "tracking_id,amount,currency";
const wrong = [
  head,
  "order-1,10.50,EUR",
  "order-1,10.50,EUR",
  "order-2,10.51,EUR",
  "order-3,10.50,USD",
  "order-5,10.50,EUR",
  "order-9,1.00,EUR",
].join("\n");

describe("numipay ledger diff", () => {
  it("accepts a correct ledger as CSV and JSONL", async () => {
    const { env } = await openMonth();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "ledger.csv"), `\uFEFF${[head, ...right].join("\r\n")}\r\n`);
    const csv = await runBinary(["ledger", "diff", "ledger.csv", ...days], { env, cwd });
    expect(csv).toMatchObject({
      exitCode: 0,
      stdout:
        "Payments opened from 2026-01-01 to 2026-01-31 (UTC).\n" +
        "4 entries compared with 5 transactions: they agree.\n",
    });
    const own = ["order no;gross;cur", ...right.map((row) => row.replaceAll(",", ";"))].join("\n");
    const names = ["tracking_id=order no", "amount=gross", "currency=cur"];
    const columns = names.flatMap((name) => ["--column", name]);
    const piped = await runBinary(["ledger", "diff", "-", ...columns, ...days], {
      env,
      stdin: own,
    });
    expect(piped.exitCode).toBe(0);
    const lines = [1, 2, 3, 4].map((number) =>
      JSON.stringify({ tracking_id: `order-${number}`, amount: "10.50", currency: "EUR" }),
    );
    const jsonl = await runNumipay(["ledger", "diff", ...days], { env, stdin: lines.join("\n") });
    expect(jsonl.exitCode).toBe(0);
  });

  it("accepts its own export", async () => {
    const { sandbox, env } = await openMonth();
    const numipay = new Numipay({
      ...sandbox.clientOptions,
      baseUrl: env["NUMIPAY_BASE_URL"] ?? "",
    });
    const ids = [
      "-a",
      "=1+1",
      "'=1+1",
      "''=1",
      "＝x",
      " blank ",
      "'quoted",
      'a"b,c;d',
      "0001",
      "\uFEFFb",
    ];
    for (const tracking_id of ids) {
      const request = { tracking_id, user_id: "u", currency: "EUR", amount: "10.00" };
      const { url } = await numipay.payments.hostedCheckout(request);
      await decideAtCashier(sandbox, url, "pay");
    }
    await sandbox.runUntilIdle();
    const short = ["--columns", "tracking_id,amount,currency,status"];
    for (const args of [[], short, [...short, "--exact"], ["--format", "jsonl"]]) {
      const file = await runNumipay(["transactions", "export", ...days, ...args], { env });
      const ended = await runNumipay(["ledger", "diff", "-", ...days], { env, stdin: file.stdout });
      expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("they agree") });
    }
  });

  it("finds every kind of discrepancy at a gateway", async () => {
    const { env } = await openMonth();
    const args = ["ledger", "diff", "-", ...days, "--json"];
    const { exitCode, stdout } = await runNumipay(args, { env, stdin: wrong });
    expect(exitCode).toBe(1);
    const { discrepancies } = JSON.parse(stdout) as {
      discrepancies: { kind: string; tracking_id: string }[];
    };
    expect(discrepancies.map(({ kind, tracking_id }) => `${kind} ${tracking_id}`)).toEqual([
      "doubled order-1",
      "wrong-amount order-2",
      "wrong-currency order-3",
      "lost order-4",
      "paid-but-failed order-5",
      "phantom order-9",
    ]);
  });

  it("finds the same discrepancies in a sandbox's file", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const { sandbox } = await openMonth(file);
    await sandbox.close();
    const args = ["ledger", "diff", "--sandbox-file", file];
    const { exitCode, stdout } = await runNumipay(args, { stdin: wrong });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Problem {10}Tracking id {6}Gateway {10}Ledger$/m);
    expect(stdout).toMatch(/^lost {13}order-4 {8}10\.50 EUR {15}-$/m);
    expect(stdout).toContain(
      "6 entries compared with 5 transactions: 1 doubled, 1 wrong-amount, 1 wrong-currency, 1 lost, " +
        "1 paid-but-failed, 1 phantom.",
    );
    const live = await runNumipay([...args, "--mode", "live"], { stdin: head });
    expect(live).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("nothing to compare"),
    });
  });

  describe("with entries of other days", () => {
    const later = ["--from", "2026-02-01", "--to", "2026-02-07"];
    const diff = async (lines: string[], ...args: string[]) => {
      const { env } = await openMonth();
      const stdin = [head, ...lines].join("\n");
      return runNumipay(["ledger", "diff", "-", ...later, ...args], { env, stdin });
    };

    it("compares those near the range completely", async () => {
      const lines = ["order-1,10.50,EUR", "order-2,10.50,EUR", "order-2,10.50,EUR"];
      const wrongOnes = ["order-3,99.00,USD", "order-5,10.50,EUR", "order-9,1.00,EUR"];
      const { exitCode, stdout } = await diff([...lines, ...wrongOnes]);
      expect(exitCode).toBe(1);
      expect(stdout).toBe(
        "Problem          Tracking id      Gateway          Ledger\n" +
          "doubled          order-2      booked once  booked 2 times\n" +
          "wrong-currency   order-3              EUR             USD\n" +
          "wrong-amount     order-3            10.50           99.00\n" +
          "paid-but-failed  order-5          expired       10.50 EUR\n" +
          "phantom          order-9                -        1.00 EUR\n\n" +
          "Entries of other days may also be in another ledger. Compare both in one file.\n" +
          "Payments opened from 2026-02-01 to 2026-02-07 (UTC).\n" +
          "6 entries (5 opened on other days) compared with 0 transactions: 1 doubled, 1 wrong-currency, " +
          "1 wrong-amount, 1 paid-but-failed, 1 phantom.\n",
      );
    });

    it("accepts correct ones", async () => {
      const { exitCode, stdout } = await diff(["order-1,10.50,EUR"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(
        "1 entry (1 opened on other days) compared with 0 transactions: they",
      );
    });

    it("does not accept unlisted ones", async () => {
      const noted = await diff(["order-1,5000.00,USD"], "--margin", "0");
      expect(noted).toMatchObject({
        exitCode: 3,
        stdout: expect.stringContaining("1 entry compared with 0 transactions: 1 not compared.\n"),
      });
      expect(noted.stdout).not.toContain("agree.");
      const twice = await diff(
        ["order-1,10.50,EUR", "order-1,10.50,EUR"],
        "--margin",
        "0",
        "--json",
      );
      const { discrepancies, unchecked } = JSON.parse(twice.stdout) as Record<string, unknown[]>;
      expect({ exitCode: twice.exitCode, discrepancies, unchecked }).toMatchObject({
        exitCode: 1,
        discrepancies: [{ kind: "doubled", tracking_id: "order-1" }],
        unchecked: [{ kind: "unchecked", tracking_id: "order-1", expected: "successful" }],
      });
    });

    it("finds those opened after the range", async () => {
      const { env } = await openMonth();
      const earlier = ["--from", "2025-12-20", "--to", "2025-12-31"];
      const stdin = `${head}\norder-1,99.00,EUR\n`;
      const { exitCode, stdout } = await runNumipay(["ledger", "diff", "-", ...earlier], {
        env,
        stdin,
      });
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^wrong-amount {2}order-1 {6}10\.50 EUR {2}99\.00 EUR$/m);
    });

    it("reports ids that cannot be looked up", async () => {
      const { exitCode, stdout } = await diff(['"a\nb",10.50,EUR', "..,10.50,EUR"]);
      expect(exitCode).toBe(3);
      expect(stdout).toContain("2 entries compared with 0 transactions: 2 not compared.");
    });
  });

  it("reports payments of a later ledger as lost", async () => {
    const { env } = await openMonth();
    const { exitCode, stdout } = await runNumipay(["ledger", "diff", "-", ...days], {
      env,
      stdin: head,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "A payment that was opened on these days but is in a later ledger is reported as lost. " +
        "Include the entries after --to in the file.\n" +
        "Payments opened from 2026-01-01 to 2026-01-31 (UTC).\n",
    );
  });

  describe("with a status", () => {
    const all = (status5: string) =>
      [
        `${head},Status`,
        ...right.map((row) => `${row},successful`),
        `order-5,10.50,EUR,${status5}`,
      ].join("\n");

    it.each([
      ["expired", 0, "they agree"],
      // Every transaction was pending once.
      ["pending", 0, "they agree"],
      ["rejected", 1, "1 wrong-status"],
      ["successful", 1, "1 paid-but-failed"],
      ["Successful", 2, 'Line 6 of standard input: unknown status "Successful"'],
      ["Completed", 2, 'Line 6 of standard input: unknown status "Completed"'],
    ])("of %s for an expired payment exits with %i", async (status, code, message) => {
      const { env } = await openMonth();
      const args = ["ledger", "diff", "-", ...days];
      const { exitCode, stdout, stderr } = await runNumipay(args, { env, stdin: all(status) });
      expect(exitCode).toBe(code);
      expect(stdout + stderr).toContain(message);
    });

    it("reports unlisted pending entries as not compared", async () => {
      const { env } = await openMonth();
      const notes = Array.from({ length: 60 }, (_, at) => `other-${at},1.00,EUR,pending`);
      const stdin = [all("expired"), ...notes].join("\n");
      const { exitCode, stdout } = await runNumipay(["ledger", "diff", "-", ...days], {
        env,
        stdin,
      });
      expect(exitCode).toBe(3);
      expect(stdout).toContain("and 10 more, use --json to list them");
      expect(stdout).toContain("65 entries compared with 5 transactions: 60 not compared.");
    });
  });

  it.each([
    ["order-1,10.50,eur", 'Line 2 of standard input: unknown currency "eur"'],
    ["order-1,10.50,€", 'Line 2 of standard input: unknown currency "€"'],
    ["order-1,10.50,EUR,Deposit", 'Line 2 of standard input: unknown type "Deposit"'],
  ])("rejects unknown values in %s", async (row, message) => {
    const { env } = await openMonth();
    const columns = row.split(",").length === 4 ? `${head},type` : head;
    const stdin = `${columns}\n${row}\n`;
    const { exitCode, stdout, stderr } = await runNumipay(["ledger", "diff", "-", ...days], {
      env,
      stdin,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it.each([
    [
      "--sandbox-file",
      "x.db",
      "--from",
      "2026-01-01",
      "Remove --from, --to, --margin and --time-zone.",
    ],
    [...days, "--mode", "live", "--account and --mode require --sandbox-file"],
    ["--from", "1-1-2026", "--to", "2026-01-31", '--from "1-1-2026" is not a day.'],
    ["--from", "01/01/2026", "--to", "2026-01-31", '--from "01/01/2026" is not a day.'],
    [
      "--from",
      "30-02-2026",
      "--to",
      "2026-03-31",
      '--from "30-02-2026" does not exist in the calendar.',
    ],
    [
      "--from",
      "2026-02-01",
      "--to",
      "2026-03-31",
      "--time-zone",
      "Berlin",
      "--time-zone must be an IANA",
    ],
    ["--from", "2026-02-03", "--to", "2026-02-01", "--to is before --from"],
  ])("rejects conflicting or invalid options (%#)", async (...args) => {
    const message = args.pop() ?? "";
    const { exitCode, stderr } = await runNumipay(["ledger", "diff", "-", ...args], {
      stdin: head,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    ["order,amount\n1,2", "Line 1 of standard input: the column tracking_id is missing."],
    [`${head}\norder-1,"1.000,00",EUR`, '"1.000,00" has a decimal comma'],
    [`${head}\norder-1,5.00`, "Line 2 of standard input has 2 cells, but the header has 3."],
    [`${head}\n"order-1,5.00,EUR`, "Line 2 of standard input: a quotation mark is not closed"],
    [`${head}\n,5.00,EUR`, "Line 2 of standard input: tracking_id is missing"],
    ['{"tracking_id":"a","amount":5,"currency":"EUR"}', "amount is not a string"],
    ['{"tracking_id":"a","currency":"EUR"}', "the column amount is missing"],
    [
      '{"tracking_id":"a","amount":"5","currency":"EUR"}\n\nnot json',
      "Line 3 of standard input is not JSON",
    ],
  ])("names the line of an invalid ledger (%#)", async (stdin, message) => {
    const { exitCode, stderr } = await runNumipay(["ledger", "diff", "-", ...days], { stdin });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("reads the file of a running sandbox", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const { sandbox } = await openMonth(file);
    const args = ["ledger", "diff", "--sandbox-file", file];
    const { exitCode, stdout } = await runNumipay(args, { stdin: wrong });
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining("6 entries compared with 5 transactions"),
    ]);
    await sandbox.close();
  });

  it("does not create a missing sandbox file", async () => {
    const file = join(temporaryFolder(), "none.db");
    const args = ["ledger", "diff", "--sandbox-file", file];
    const { exitCode, stderr } = await runNumipay(args, { stdin: head });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `Error: Cannot access ${file}: no such file or directory.\n`,
    });
  });
});
