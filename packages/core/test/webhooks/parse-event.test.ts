import { describe, expect, test, vi } from "vitest";
import { type Contract, toContract } from "../../src/protocol/contract/contract.js";
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

describe("parseEvent", () => {
  const textOf = (over: object): string => JSON.stringify({ ...transaction, ...over });

  test("says what keeps a text from being an event", () => {
    expect(parseEvent("not json")).toEqual({
      problem: "the signed text is no JSON",
      isTooDeep: false,
    });
    expect(parseEvent(textOf({ user_id: {} }))).toMatchObject({
      problem: "user_id is an object, not a text",
    });
    expect(parseEvent(JSON.stringify({ data: transaction }))).toMatchObject({
      problem: expect.stringMatching(/^no transaction_id \(there is data\).*contract.webhook.at/),
    });
    expect(parseEvent("[".repeat(65) + "]".repeat(65))).toMatchObject({ isTooDeep: true });
  });

  test("gives numbers the digits of the text", () => {
    const text = textOf({}).replace('"200.00"', "200.00");
    expect(parseEvent(text)).toMatchObject({ event: transaction });
  });

  test("does not read a second time what is as documented", () => {
    const parse = vi.spyOn(JSON, "parse");
    parseEvent(textOf({ fee: 1.5 }));
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
  });

  test("gives one content to one event, whatever its text looks like", () => {
    const contract = toContract({
      webhook: { at: "data", fields: { user_id: { name: "customer" } } },
    });
    const { user_id: customer, ...rest } = transaction;
    const texts: [string, Contract?][] = [
      [textOf({})],
      [textOf({}).replace('"200.00"', "200.00")],
      [JSON.stringify({ data: { customer, ...rest } }), contract],
    ];
    for (const [text, by] of texts) {
      const parsed = parseEvent(text, by);
      if ("problem" in parsed) throw new Error(parsed.problem);
      // What reconcile finds has no text, and must be the same change.
      const { content } = toChange(parsed.event, {}, parsed.source);
      expect(content).toBe(toChange(transaction).content);
    }
  });
});
