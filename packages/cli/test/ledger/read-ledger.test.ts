import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/read-ledger.js";

const head = "tracking_id,amount,currency";
const line = (fields: object): string =>
  JSON.stringify({ tracking_id: "a", amount: "1.00", currency: "EUR", ...fields });

// Guards against entries that are dropped silently: decision 0011.
describe("readLedger", () => {
  it.each([
    ["Excel's separator line", `sep=;\r\ntracking_id;amount;currency\r\na;1.00;EUR\r\n`],
    ["a quoted separator line", `"sep=|"\ntracking_id|amount|currency\na|1.00|EUR\n`],
    ["tabs", "tracking_id\tamount\tcurrency\na\t1.00\tEUR\n"],
    ["an empty first line", `\r\ntracking_id;amount;currency\r\na;1.00;EUR`],
    ["a comma in a quoted name", `tracking_id;amount;currency;"Note, old"\na;1.00;EUR;x`],
    ["commas in a name", "tracking_id;amount;currency;Note, a, b, c\na;1.00;EUR;x"],
    ["a cleared first row", `,,\n${head}\na,1.00,EUR`],
    ["empty cells after the last column", `${head}\na,1.00,EUR,,`],
    ["a row without the columns that have no name", `${head},,\na,1.00,EUR`],
    ["names with capitals and spaces", `Tracking_ID, Amount ,CURRENCY\na, 1.00 , EUR`],
    ["cleared rows", `${head}\na,1.00,EUR\n,,\n , ,\n`],
    ["mixed line endings", `${head}\r\na,1.00,EUR\n`],
  ])("reads %s", async (_what, text) => {
    const { entries } = await readLedger([text], "ledger.csv");
    expect(entries.map(({ row }) => row)).toEqual([
      { tracking_id: "a", amount: "1.00", currency: "EUR" },
    ]);
  });

  it.each([
    ["a repeated column", `${head},amount\na,1.00,EUR,2.00`, '"amount" and "amount" both match'],
    ["names that differ in case", `${head},Amount\na,1,EUR,2`, '"amount" and "Amount" both match'],
    ["two columns for the type", `${head},type,transaction_type\n`, "both match type"],
    ["an empty status", `${head},status\na,1.00,EUR,`, "Line 2 of ledger.csv: status is missing"],
    ["thousands separators", `${head}\na,"1,000.00",EUR`, '"1,000.00" is not a valid amount'],
    [
      "a decimal comma",
      "tracking_id;amount;currency\nb;1.00;EUR\na;1.234,50;EUR",
      'Line 3 of ledger.csv: "1.234,50" has a decimal comma',
    ],
    ["an unquoted decimal comma", `${head}\na,12,50,EUR`, "Line 2 of ledger.csv has 4 cells"],
    ["a sign", `${head}\na,-5.00,EUR`, '"-5.00" is not a valid amount'],
    ["a guarded sign", `${head}\na,'-5.00,EUR`, '"-5.00" is not a valid amount'],
    ["an exponent", `${head}\na,1e3,EUR`, '"1e3" is not a valid amount'],
    ["an empty file", "", "is empty"],
    [
      "an unclosed quotation mark",
      `${head}\n"a,1,EUR\nb,1,EUR\n`,
      "Line 2 of ledger.csv: a quotation mark",
    ],
    [
      "a short line after a separator line",
      `sep=,\n${head}\na,1.00`,
      "Line 3 of ledger.csv has 2 cells",
    ],
  ])("rejects %s in CSV", async (_name, text, message) => {
    await expect(readLedger([text], "ledger.csv")).rejects.toThrow(message);
  });

  it.each([
    ["a repeated field", '{"tracking_id":"a","amount":"1","currency":"EUR","amount":"2"}'],
    [
      "a repeated field with escapes",
      '{"tracking_id":"a","amount":"1","currency":"EUR","am\\u006funt":"2"}',
    ],
  ])("rejects %s in JSON", async (_name, text) => {
    await expect(readLedger([text], "ledger.jsonl")).rejects.toThrow(
      "Line 1 of ledger.jsonl has a field twice",
    );
  });

  it("ignores nested keys", async () => {
    const text = line({ at: "10:00", note: '"amount":', more: { amount: "2", list: [{ a: 1 }] } });
    const { entries, unusedColumns } = await readLedger([text], "ledger.jsonl");
    expect(entries[0]?.row.amount).toBe("1.00");
    expect(unusedColumns).toEqual(["at", "note", "more"]);
  });

  it.each([
    ["a number as an amount", line({ amount: 1 }), "amount is not a string"],
    ["a number as an id", line({ tracking_id: 1 }), "tracking_id is not a string"],
    ["null as a status", line({ status: null }), "status is missing"],
    ["names that differ in case", line({ Amount: "2" }), "both match amount"],
    ["an array", `[${line({})}]`, "is a JSON array"],
  ])("rejects %s", async (_name, text, message) => {
    await expect(readLedger([text], "standard input")).rejects.toThrow(message);
  });

  it.each(["csv", "jsonl"])("reads %s in pieces of any length", async (extension) => {
    const text =
      extension === "csv"
        ? `sep=;\r\ntracking_id;amount;currency\r\n"a\nb";1.00;EUR\r\nü;2.00;EUR`
        : [line({ tracking_id: "a\nb" }), line({ tracking_id: "ü", amount: "2.00" })].join("\r\n");
    const found = (await readLedger([text], `ledger.${extension}`)).entries;
    expect(found.map(({ row }) => row.tracking_id)).toEqual(["a\nb", "ü"]);
    expect((await readLedger(text, `ledger.${extension}`)).entries).toEqual(found);
  });

  it("stops reading at the first invalid line", async () => {
    let read = 0;
    const pieces = function* (): Generator<string> {
      yield `${head}\n${"a,1.00,EUR\n".repeat(10_000)}a,x,EUR\n`;
      for (; read < 1_000; read += 1) yield "a,1.00,EUR\n".repeat(10_000);
    };
    await expect(readLedger(pieces(), "ledger.csv")).rejects.toThrow("Line 10002 of ledger.csv");
    expect(read).toBeLessThan(100);
  });

  it("rejects a missing column name", async () => {
    const read = (status: string) => readLedger([`${head}\n`], "ledger.csv", { status });
    await expect(read("State")).rejects.toThrow("the column State is missing");
    await expect(read("amount")).rejects.toThrow("maps two fields to the same column");
  });
});
