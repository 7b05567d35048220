import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsvLine } from "../../src/export/csv-line.js";
import { guardFormula } from "../../src/export/formula-guard.js";
import { readIds } from "../../src/ledger/read-ids.js";
import { readLedger } from "../../src/ledger/read-ledger.js";

const units = ["'", "=", "-", "@", "＝", " ", "a", "0", ",", '"', ";", "\u00a0", "\uFEFF"];
const id = fc
  .string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 5 })
  .filter((text) => text.trim() !== "");

const toTransaction = (tracking_id: string, at: number) => ({
  transaction_id: `t${at}`,
  user_id: "u",
  tracking_id,
  status: "successful",
  currency: "EUR",
  amount: "1.00",
  transaction_type: "deposit",
});

describe("readIds", () => {
  it("reads the ids of guarded and exact exports", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (ids, isExact) => {
          const lines = ids.map((one) =>
            toCsvLine([isExact ? one : guardFormula(one), "1.00", "EUR"]),
          );
          const text = `tracking_id,amount,currency\n${lines.join("")}`;
          const { entries } = await readLedger([text], "ledger.csv");
          const read = readIds(entries, ids.map(toTransaction)).entries;
          expect(read.map(({ row }) => row.tracking_id)).toEqual(ids);
        },
      ),
      { numRuns: 250 },
    );
  });

  it("keeps an apostrophe that belongs to the id", async () => {
    const text = "tracking_id,amount,currency\n'=x,1.00,EUR\n";
    const { entries } = await readLedger([text], "ledger.csv");
    const known = readIds(entries, [toTransaction("'=x", 1)]);
    expect(known).toMatchObject({ unguarded: 0, entries: [{ row: { tracking_id: "'=x" } }] });
    const guarded = readIds(entries, [toTransaction("=x", 1)]);
    expect(guarded).toMatchObject({ unguarded: 1, entries: [{ row: { tracking_id: "=x" } }] });
  });

  it("does not change ids in JSONL", async () => {
    const ids = ["'=x", "=x", " blank ", "\uFEFFbom", "0001"];
    const text = ids
      .map((tracking_id) => JSON.stringify({ tracking_id, amount: "1.00", currency: "EUR" }))
      .join("\n");
    const { entries } = await readLedger([text], "ledger.jsonl");
    expect(readIds(entries, []).entries.map(({ row }) => row.tracking_id)).toEqual(ids);
  });
});
