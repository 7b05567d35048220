import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/ledger/decode-text.js";
import { readLedger } from "../../src/ledger/read-ledger.js";

const head = "tracking_id,amount,currency";
const line = (fields: object): string =>
  JSON.stringify({ tracking_id: "a", amount: "1.00", currency: "EUR", ...fields });

describe("readLedger", () => {
  it.each([
    ["a hint of Excel", `sep=;\r\ntracking_id;amount;currency\r\na;1.00;EUR\r\n`],
    ["an empty first line", `\r\ntracking_id;amount;currency\r\na;1.00;EUR`],
    ["a comma in a quoted name", `tracking_id;amount;currency;"Note, old"\na;1.00;EUR;x`],
    ["capitals and blanks in names", `Tracking_ID, Amount ,CURRENCY\na, 1.00 , EUR`],
    ["rows that were cleared", `${head}\na,1.00,EUR\n,,\n , ,\n`],
    ["mixed line endings", `${head}\r\na,1.00,EUR\n`],
  ])("reads %s", (_what, text) => {
    const { entries } = readLedger(text, "ledger.csv");
    expect(entries.map(({ row }) => row)).toEqual([
      { tracking_id: "a", amount: "1.00", currency: "EUR" },
    ]);
  });

  it.each([
    ["two columns of a name", `${head},amount\na,1.00,EUR,2.00`, '"amount" and "amount" both name'],
    ["names that differ in case", `${head},Amount\na,1,EUR,2`, '"amount" and "Amount" both name'],
    ["two columns for the type", `${head},type,transaction_type\n`, "both name the column type"],
    ["an empty status", `${head},status\na,1.00,EUR,`, "line 2: status is missing"],
    ["thousands", `${head}\na,"1,000.00",EUR`, '"1,000.00" is no amount'],
    ["a sign", `${head}\na,-5.00,EUR`, '"-5.00" is no amount'],
    ["a sign that was guarded", `${head}\na,'-5.00,EUR`, '"-5.00" is no amount'],
    ["an exponent", `${head}\na,1e3,EUR`, '"1e3" is no amount'],
    ["an empty file", "", "is empty"],
    ["a quotation mark left open", `${head}\n"a,1,EUR\nb,1,EUR\n`, "line 2: a quotation mark"],
    ["a hint and a wrong line", `sep=,\n${head}\na,1.00`, "line 3: has 2 cells"],
  ])("refuses %s in CSV", (_what, text, message) => {
    expect(() => readLedger(text, "ledger.csv")).toThrow(message);
  });

  it.each([
    ["a field twice", '{"tracking_id":"a","amount":"1","currency":"EUR","amount":"2"}'],
    [
      "a field twice, escaped",
      '{"tracking_id":"a","amount":"1","currency":"EUR","am\\u006funt":"2"}',
    ],
  ])("refuses %s in JSON", (_what, text) => {
    expect(() => readLedger(text, "ledger.jsonl")).toThrow("line 1: has a field twice");
  });

  it("takes no nested key for a second one", () => {
    const text = line({ at: "10:00", note: '"amount":', more: { amount: "2", list: [{ a: 1 }] } });
    const { entries, unusedColumns } = readLedger(text, "ledger.jsonl");
    expect(entries[0]?.row.amount).toBe("1.00");
    expect(unusedColumns).toEqual(["at", "note", "more"]);
  });

  it.each([
    ["an amount that is a number", line({ amount: 1 }), "amount is no text"],
    ["an id that is a number", line({ tracking_id: 1 }), "tracking_id is no text"],
    ["a status that is null", line({ status: null }), "status is missing"],
    ["names that differ in case", line({ Amount: "2" }), "both name the column amount"],
    ["an array", `[${line({})}]`, "is a JSON array"],
  ])("refuses %s", (_what, text, message) => {
    expect(() => readLedger(text, "standard input")).toThrow(message);
  });

  it("refuses a column name that the file lacks", () => {
    const read = () => readLedger(`${head}\n`, "ledger.csv", { status: "State" });
    expect(read).toThrow("State is missing");
    const twice = () => readLedger(`${head}\n`, "ledger.csv", { status: "amount" });
    expect(twice).toThrow("two names are given to one column");
  });
});

describe("decodeText", () => {
  const text = "tracking_id\nJürgen-😀";

  it("reads UTF-8 and UTF-16 with a mark", () => {
    const marked = Buffer.from(`\uFEFF${text}`, "utf16le");
    expect(decodeText(Buffer.from(text), "f")).toBe(text);
    expect(decodeText(marked, "f")).toBe(text);
    expect(decodeText(Buffer.from(marked).swap16(), "f")).toBe(text);
  });

  it.each([
    ["Latin-1", Buffer.from("Jürgen", "latin1"), "is not UTF-8"],
    ["UTF-16 without a mark", Buffer.from("a,b", "utf16le"), "NUL characters"],
  ])("refuses %s", (_what, bytes, message) => {
    expect(() => decodeText(bytes, "f")).toThrow(message);
  });
});
