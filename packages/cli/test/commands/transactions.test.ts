import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { openGateway } from "../gateway-fixture.js";
import { runBinary, runNumipay, startNumipay } from "../run-numipay.js";
import { serve } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

const januaryDays = ["--from", "2026-01-01", "--to", "2026-01-31"];
const columns = "transaction_id,user_id,tracking_id,status,currency,amount,transaction_type";

/** A gateway with three payments, in three windows of the same month. */
async function openMonth() {
  const { sandbox, env } = await openGateway({ startAt: "2026-01-02T12:00:00Z" });
  for (const [index, user] of ["u-1", '=HYPERLINK("http://evil")', 'O"Neill, Ann'].entries()) {
    const fields = { tracking_id: `order-${index + 1}`, user_id: user, currency: "EUR" };
    await sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: { ...fields, amount: "200.00" } }),
    });
    await sandbox.advance("240h");
  }
  return { sandbox, env };
}

describe("numipay transactions list", () => {
  it("names --max-response-bytes for a long response", async () => {
    const { env } = await openMonth();
    const list = ["transactions", "list", ...januaryDays, "--max-response-bytes"];
    const refused = await runNumipay([...list, "100"], { env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("exceeds --max-response-bytes (100)");
    expect(refused.stderr).toContain("increase --max-response-bytes");
    expect((await runNumipay([...list, "100000"], { env })).exitCode).toBe(0);
    expect((await runNumipay([...list, "0"], { env })).exitCode).toBe(2);
  });

  it("lists a range as text or JSON lines", async () => {
    const { env } = await openMonth();
    const text = await runBinary(["transactions", "list", ...januaryDays], { env });
    expect(text.exitCode).toBe(0);
    const [head, ...rows] = text.stdout.trimEnd().split("\n");
    expect(head).toMatch(/^Status {3}Type {9}Amount {2}Tracking id {2}User id /);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^expired {2}deposit {2}200\.00 EUR {2}order-1 {6}u-1 /);
    const json = await runNumipay(["transactions", "list", ...januaryDays, "--json"], { env });
    const ids = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { tracking_id: string }).tracking_id);
    expect(ids).toEqual(["order-1", "order-2", "order-3"]);
  });

  it.each([
    [["--from", "12-01-2026"], "/transactions?from=12-01-2026"],
    [["--from", "2026-01-12"], "/transactions?from=12-01-2026"],
    [["--to", "2026-01-12"], "/transactions?to=12-01-2026"],
    [["--from", "12-01-2026", "--to", "2026-01-19"], "/transactions?from=12-01-2026&to=18-01-2026"],
    [[], "/transactions"],
  ])("sends only the days of %j", async (args, path) => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? "");
      response.end("[]");
    });
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const ended = await runNumipay(["transactions", "list", ...args], { env });
    expect(ended).toMatchObject({ exitCode: 0, stdout: "" });
    expect(ended.stderr).toBe("The gateway lists no transactions.\n");
    expect(paths[0]).toBe(path);
    await runNumipay(["transactions", "export", ...args], { env });
    expect(paths.slice(paths.length / 2)).toEqual(paths.slice(0, paths.length / 2));
  });

  it.each([
    ["1-8-2024", '--from "1-8-2024" is not a day. Write a day as 2026-01-31, 31-01-2026, today'],
    ["08/01/2024", '--from "08/01/2024" is not a day.'],
    ["30-02-2024", '--from "30-02-2024" does not exist in the calendar.'],
    ["2026-02-30", '--from "2026-02-30" does not exist in the calendar.'],
  ])("rejects the day %s", async (day, message) => {
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: "http://127.0.0.1:9" };
    for (const command of ["list", "export"]) {
      const ended = await runNumipay(["transactions", command, "--from", day], { env });
      expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
    }
  });

  it("resolves today in the gateway's time zone", async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? "");
      response.end("[]");
    });
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    for (const timeZone of ["Pacific/Kiritimati", "Etc/GMT+12"]) {
      const args = ["transactions", "list", "--from", "today", "--time-zone", timeZone];
      await runNumipay(args, { env });
      const today = new Intl.DateTimeFormat("en-GB", { timeZone }).format().replaceAll("/", "-");
      expect(paths.at(-1)).toBe(`/transactions?from=${today}`);
    }
    // The two time zones are more than a day apart.
    expect(new Set(paths).size).toBe(2);
    const wrong = ["transactions", "list", "--time-zone", "Berlin"];
    expect(await runNumipay(wrong, { env })).toMatchObject({
      exitCode: 2,
      stderr: "Error: --time-zone must be an IANA time zone, such as Europe/Berlin.\n",
    });
  });

  it("exits silently if its output is closed", async () => {
    const row = JSON.stringify({ tracking_id: "x".repeat(1000), status: "pending" });
    const url = await serve((_request, response) =>
      response.end(`[${Array(500).fill(row).join()}]`),
    );
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const child = startNumipay(["transactions", "list", ...januaryDays, "--json"], { env });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number];
    expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
  });

  it("escapes control characters in ids", async () => {
    const row = { tracking_id: "a\u001B[2J\nb", status: "pending", amount: "1", currency: "EUR" };
    const url = await serve((_request, response) => response.end(JSON.stringify([row])));
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const { stdout } = await runNumipay(["transactions", "list"], { env });
    expect(stdout).toContain("a\\u001b[2J\\nb");
    expect(stdout.split("\n")).toHaveLength(3);
  });
});

describe("numipay transactions export", () => {
  it("writes CSV with guarded formulas", async () => {
    const { env } = await openMonth();
    const cwd = temporaryFolder();
    const args = ["transactions", "export", ...januaryDays, "--out", "january.csv"];
    const { exitCode, stdout, stderr } = await runBinary(args, { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toBe(
      "Exported 3 transactions to january.csv.\n" +
        "Added an apostrophe to 1 cell that a spreadsheet would run as a formula. Use --exact to export them unchanged.\n",
    );
    const [head, ...rows] = readFileSync(join(cwd, "january.csv"), "utf8").trimEnd().split("\n");
    expect(head).toBe(columns);
    expect(rows.map((row) => row.slice(row.indexOf(",") + 1))).toEqual([
      "u-1,order-1,expired,EUR,200.00,deposit",
      `"'=HYPERLINK(""http://evil"")",order-2,expired,EUR,200.00,deposit`,
      '"O""Neill, Ann",order-3,expired,EUR,200.00,deposit',
    ]);
    expect(readdirSync(cwd)).toEqual(["january.csv"]);
  });

  it.each([
    ["semicolon", ";"],
    [";", ";"],
    ["tab", "\t"],
    ["comma", ","],
  ])("writes CSV for Excel that ledger diff reads (%s)", async (name, separator) => {
    const { sandbox, env } = await openMonth();
    const cwd = temporaryFolder();
    const args = ["transactions", "export", ...januaryDays, "--out", "excel.csv"];
    const excel = ["--bom", "--separator", name];
    expect((await runNumipay([...args, ...excel], { env, cwd })).exitCode).toBe(0);
    const written = readFileSync(join(cwd, "excel.csv"), "utf8");
    expect(written.split("\n")[0]).toBe(`\uFEFF${columns.replaceAll(",", separator)}`);
    const diff = ["ledger", "diff", "excel.csv", ...januaryDays, "--json"];
    const { exitCode, stdout } = await runNumipay(diff, { env, cwd });
    expect(JSON.parse(stdout)).toMatchObject({ entries: 3, discrepancies: [], unchecked: [] });
    expect(exitCode).toBe(0);
    expect(sandbox.transactions()).toHaveLength(3);
  });

  it("treats /dev/stdout as standard output", async () => {
    const { env } = await openMonth();
    const args = ["transactions", "export", ...januaryDays, "--out", "/dev/stdout", "--json"];
    const { exitCode, stdout } = await runNumipay(args, { env });
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")[0]).toBe(columns);
  });

  it("writes unchanged cells with --exact", async () => {
    const { env } = await openMonth();
    const args = ["transactions", "export", ...januaryDays, "--exact", "--columns", "user_id,fee"];
    const { stdout, stderr } = await runNumipay(args, { env });
    expect(stdout).toBe('user_id,fee\nu-1,\n"=HYPERLINK(""http://evil"")",\n"O""Neill, Ann",\n');
    expect(stderr).toContain("Not exported: transaction_id, tracking_id,");
  });

  it("writes JSONL with unknown fields", async () => {
    const rows = [{ tracking_id: "a", fee: { net: "1.00" } }, { tracking_id: "é" }];
    const url = await serve((_request, response) => response.end(JSON.stringify(rows)));
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const cwd = temporaryFolder();
    const day = ["--from", "2026-01-01", "--to", "2026-01-01"];
    const args = ["transactions", "export", ...day, "--out", "all.jsonl", "--json"];
    const { stdout } = await runNumipay(args, { env, cwd });
    expect(JSON.parse(stdout)).toMatchObject({ transactions: 2, windows: 1, out: "all.jsonl" });
    expect(readFileSync(join(cwd, "all.jsonl"), "utf8")).toBe(
      '{"tracking_id":"a","fee":{"net":"1.00"}}\n{"tracking_id":"é"}\n',
    );
  });

  it("keeps the old file if the gateway fails", async () => {
    let count = 0;
    const url = await serve((_request, response) => {
      count += 1;
      if (count > 2) response.statusCode = 400;
      response.end(count > 2 ? "{}" : '[{"tracking_id":"new"}]');
    });
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "january.csv"), "old");
    const args = ["transactions", "export", ...januaryDays, "--out", "january.csv", "--force"];
    const { exitCode } = await runNumipay(args, { env, cwd });
    expect(exitCode).toBe(1);
    expect(readdirSync(cwd)).toEqual(["january.csv"]);
    expect(readFileSync(join(cwd, "january.csv"), "utf8")).toBe("old");
  });

  it("replaces a file only with --force", async () => {
    const { env } = await openMonth();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "january.csv"), "old");
    const args = ["transactions", "export", ...januaryDays, "--out", "january.csv"];
    const refused = await runNumipay(args, { env, cwd });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--force") });
    expect((await runNumipay([...args, "--force"], { env, cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, "january.csv"), "utf8")).toContain(columns);
  });

  it("leaves no file behind on Ctrl-C", async () => {
    const url = await serve(() => undefined);
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "out"));
    const args = ["transactions", "export", ...januaryDays, "--out", "out/january.csv"];
    const child = startNumipay(args, { env, cwd });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await expect.poll(() => readdirSync(join(cwd, "out"))).toHaveLength(1);
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    expect({ code, stderr }).toEqual({ code: 130, stderr: "Interrupted.\n" });
    expect(readdirSync(join(cwd, "out"))).toEqual([]);
  });

  it("validates its options before it writes", async () => {
    const { env } = await openGateway();
    const cwd = temporaryFolder();
    const backwards = ["--from", "2026-02-01", "--to", "2026-01-01"];
    const args = ["transactions", "export", "--out", "x.csv"];
    const days = await runNumipay([...args, ...backwards], { env, cwd });
    expect(days).toMatchObject({ exitCode: 2, stderr: "Error: --to must not be before --from.\n" });
    const empty = await runNumipay([...args, ...januaryDays, "--columns", "a,,b"], { env, cwd });
    expect(empty.exitCode).toBe(2);
    expect(existsSync(join(cwd, "x.csv"))).toBe(false);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
