import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/ledger/decode-text.js";
import { readLedger } from "../../src/ledger/read-ledger.js";

const head = "tracking_id,amount,currency";
const line = (fields: object): string =>
  JSON.stringify({ tracking_id: "a", amount: "1.00", currency: "EUR", ...fields });

// Guards against entries that are dropped silently: decision 0011.
describe("readLedger", () => {
  it.each([
    ["Excel's separator line", `sep=;\r\ntracking_id;amount;currency\r\na;1.00;EUR\r\n`],
    ["an empty first line", `\r\ntracking_id;amount;currency\r\na;1.00;EUR`],
    ["a comma in a quoted name", `tracking_id;amount;currency;"Note, old"\na;1.00;EUR;x`],
    ["names with capitals and spaces", `Tracking_ID, Amount ,CURRENCY\na, 1.00 , EUR`],
    ["cleared rows", `${head}\na,1.00,EUR\n,,\n , ,\n`],
    ["mixed line endings", `${head}\r\na,1.00,EUR\n`],
  ])("reads %s", (_what, text) => {
    const { entries } = readLedger(text, "ledger.csv");
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
  ])("rejects %s in CSV", (_name, text, message) => {
    expect(() => readLedger(text, "ledger.csv")).toThrow(message);
  });

  it.each([
    ["a repeated field", '{"tracking_id":"a","amount":"1","currency":"EUR","amount":"2"}'],
    [
      "a repeated field with escapes",
      '{"tracking_id":"a","amount":"1","currency":"EUR","am\\u006funt":"2"}',
    ],
  ])("rejects %s in JSON", (_name, text) => {
    expect(() => readLedger(text, "ledger.jsonl")).toThrow(
      "Line 1 of ledger.jsonl has a field twice",
    );
  });

  it("ignores nested keys", () => {
    const text = line({ at: "10:00", note: '"amount":', more: { amount: "2", list: [{ a: 1 }] } });
    const { entries, unusedColumns } = readLedger(text, "ledger.jsonl");
    expect(entries[0]?.row.amount).toBe("1.00");
    expect(unusedColumns).toEqual(["at", "note", "more"]);
  });

  it.each([
    ["a number as an amount", line({ amount: 1 }), "amount is not a string"],
    ["a number as an id", line({ tracking_id: 1 }), "tracking_id is not a string"],
    ["null as a status", line({ status: null }), "status is missing"],
    ["names that differ in case", line({ Amount: "2" }), "both match amount"],
    ["an array", `[${line({})}]`, "is a JSON array"],
  ])("rejects %s", (_name, text, message) => {
    expect(() => readLedger(text, "standard input")).toThrow(message);
  });

  it("rejects a missing column name", () => {
    const read = () => readLedger(`${head}\n`, "ledger.csv", { status: "State" });
    expect(read).toThrow("the column State is missing");
    const twice = () => readLedger(`${head}\n`, "ledger.csv", { status: "amount" });
    expect(twice).toThrow("maps two fields to the same column");
  });
});

describe("decodeText", () => {
  const text = "tracking_id\nJürgen-😀";

  it("reads UTF-8 and UTF-16 with a byte order mark", () => {
    const marked = Buffer.from(`\uFEFF${text}`, "utf16le");
    expect(decodeText(Buffer.from(text), "f")).toBe(text);
    expect(decodeText(marked, "f")).toBe(text);
    expect(decodeText(Buffer.from(marked).swap16(), "f")).toBe(text);
  });

  it.each([
    ["Latin-1", Buffer.from("Jürgen", "latin1"), "as UTF-8"],
    ["UTF-16 without a byte order mark", Buffer.from("a,b", "utf16le"), "NUL characters"],
  ])("rejects %s", (_name, bytes, message) => {
    expect(() => decodeText(bytes, "f")).toThrow(message);
  });
});
