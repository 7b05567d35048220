import { describe, expect, test } from "vitest";
import { parseEvent, toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./stage.js";

const sorted = (value: object): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );

describe("toChange", () => {
  test("writes the content with its keys in order, with and without fields of the gateway's own", () => {
    for (const event of [transaction, { ...transaction, zebra: "z", aardvark: "a" }]) {
      expect(toChange(event).content).toBe(sorted(event));
    }
  });

  test("knows the same content in another order, nested fields included, and another content", () => {
    const one = { ...transaction, fee: { amount: "1.00", parts: [{ a: 1, b: 2 }] } };
    const reordered = { fee: { parts: [{ b: 2, a: 1 }], amount: "1.00" }, ...transaction };
    const other = { ...one, fee: { amount: "1.00", parts: [{ a: 1, b: 3 }] } };
    expect(toChange(reordered).content).toBe(toChange(one).content);
    expect(toChange(other).content).not.toBe(toChange(one).content);
  });

  test("keeps an own __proto__ as data", () => {
    const event = JSON.parse(
      `${JSON.stringify(transaction).slice(0, -1)},"__proto__":{"x":1}}`,
    ) as typeof transaction;
    expect(toChange(event).content).toContain('"__proto__":{"x":1}');
    expect(toChange(event).content).not.toBe(toChange(transaction).content);
  });
});

test("parseEvent says what keeps a text from being an event", () => {
  expect(parseEvent("not json")).toEqual({ problem: "no text in field transaction_id" });
  expect(parseEvent(JSON.stringify({ ...transaction, amount: 200 }))).toEqual({
    problem: "no text in field amount",
  });
});
