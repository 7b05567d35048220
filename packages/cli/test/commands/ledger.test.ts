import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decideAtCashier, openGateway } from "../gateway-stage.js";
import { runNumipay } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

const days = ["--from", "2026-01-01", "--to", "2026-01-31"];

/** Five deposits of the gateway: four paid, and one left open until it expires. */
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
  test("agrees with books that are right, in CSV, with their own names, and in JSONL", async () => {
    const { env } = await openMonth();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "books.csv"), `\uFEFF${[head, ...right].join("\r\n")}\r\n`);
    const csv = await runNumipay(["ledger", "diff", "books.csv", ...days], { env, cwd });
    expect(csv).toMatchObject({
      exitCode: 0,
      stdout: "4 entries held against 5 transactions: they agree.\n",
    });
    const own = ["order no;gross;cur", ...right.map((row) => row.replaceAll(",", ";"))].join("\n");
    const names = ["tracking_id=order no", "amount=gross", "currency=cur"];
    const columns = names.flatMap((name) => ["--column", name]);
    const piped = await runNumipay(["ledger", "diff", "-", ...columns, ...days], {
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

  test("agrees with what its own export wrote", async () => {
    const { env } = await openMonth();
    const exported = await runNumipay(["transactions", "export", ...days], { env });
    const held = await runNumipay(["ledger", "diff", "-", ...days], {
      env,
      stdin: exported.stdout,
    });
    expect(held).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("they agree") });
  });

  test("names each thing that is wrong, against a gateway", async () => {
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

  test("names the same against a sandbox's file", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const { sandbox } = await openMonth(file);
    await sandbox.close();
    const args = ["ledger", "diff", "--sandbox-file", file];
    const { exitCode, stdout } = await runNumipay(args, { stdin: wrong });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("lost              order-4 brought 10.50 EUR at the gateway");
    expect(stdout).toContain(
      "6 entries held against 5 transactions: 1 doubled, 1 wrong-amount, 1 wrong-currency, 1 lost, " +
        "1 paid-but-failed, 1 phantom.",
    );
    const live = await runNumipay([...args, "--mode", "live"], { stdin: head });
    expect(live).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("0 transactions") });
  });

  test("takes an entry of another day for no phantom, and one that failed for what it is", async () => {
    const { env } = await openMonth();
    const later = ["--from", "2026-02-01", "--to", "2026-02-07"];
    const stdin = `${head}\norder-1,10.50,EUR\norder-5,10.50,EUR\norder-9,1.00,EUR\n`;
    const { exitCode, stdout } = await runNumipay(["ledger", "diff", "-", ...later], {
      env,
      stdin,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      "paid-but-failed   order-5 is booked with 10.50 EUR, but is expired at the gateway\n" +
        "phantom           order-9 is booked with 1.00 EUR, and the gateway knows no such transaction\n" +
        "3 entries held against 0 transactions, 1 of other days: 1 paid-but-failed, 1 phantom.\n",
    );
  });

  test.each([
    ["order,amount\n1,2", "no tracking_id, only order, amount"],
    [`${head}\norder-1,"1.000,00",EUR`, 'line 2: "1.000,00" is no amount'],
    [`${head}\norder-1,5.00`, "line 2: has 2 cells, and the head line 3"],
    [`${head}\n"order-1,5.00,EUR`, "line 2: a quotation mark is not closed"],
    [`${head}\n,5.00,EUR`, "line 2: tracking_id is missing"],
    ['{"tracking_id":"a","amount":5,"currency":"EUR"}', "line 1: amount is no text"],
    ['{"tracking_id":"a","currency":"EUR"}', "line 1: amount is missing"],
    ['{"tracking_id":"a"}\n\nnot json', "line 3: is no JSON object"],
  ])("says where books cannot be read: %#", async (stdin, said) => {
    const { exitCode, stderr } = await runNumipay(["ledger", "diff", "-", ...days], { stdin });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });

  test("makes no file where it is to read one", async () => {
    const file = join(temporaryFolder(), "none.db");
    const args = ["ledger", "diff", "--sandbox-file", file];
    const { exitCode, stderr } = await runNumipay(args, { stdin: head });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `${file}: there is no such file.\n`,
    });
  });
});
