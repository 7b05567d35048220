import { describe, expect, it, vi } from "vitest";
import { type Contract, toContract } from "../../src/protocol/contract/contract.js";
import { parseEvent, toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./fixture.js";

const sorted = (value: object): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );

describe("toChange", () => {
  it("sorts the keys of the content", () => {
    for (const event of [transaction, { ...transaction, zebra: "z", aardvark: "a" }]) {
      expect(toChange(event).content).toBe(sorted(event));
    }
  });

  it("ignores the order of nested fields", () => {
    const one = { ...transaction, fee: { amount: "1.00", parts: [{ a: 1, b: 2 }] } };
    const reordered = { fee: { parts: [{ b: 2, a: 1 }], amount: "1.00" }, ...transaction };
    const other = { ...one, fee: { amount: "1.00", parts: [{ a: 1, b: 3 }] } };
    expect(toChange(reordered).content).toBe(toChange(one).content);
    expect(toChange(other).content).not.toBe(toChange(one).content);
  });

  it("keeps an own __proto__ as data", () => {
    const event = JSON.parse(
      `${JSON.stringify(transaction).slice(0, -1)},"__proto__":{"x":1}}`,
    ) as typeof transaction;
    expect(toChange(event).content).toContain('"__proto__":{"x":1}');
    expect(toChange(event).content).not.toBe(toChange(transaction).content);
  });
});

describe("parseEvent", () => {
  const textOf = (over: object): string => JSON.stringify({ ...transaction, ...over });

  it("reports why a text is not an event", () => {
    expect(parseEvent("not json")).toEqual({
      problem: "the body is not JSON",
      isTooDeep: false,
    });
    expect(parseEvent(textOf({ user_id: {} }))).toMatchObject({
      problem: "user_id is an object, not a string",
    });
    expect(parseEvent(JSON.stringify({ data: transaction }))).toMatchObject({
      problem: expect.stringMatching(
        /^transaction_id is missing \(the fields are data\).*contract.webhook.at/,
      ),
    });
    expect(parseEvent("[".repeat(65) + "]".repeat(65))).toMatchObject({ isTooDeep: true });
  });

  it("keeps the digits of numbers", () => {
    const text = textOf({}).replace('"200.00"', "200.00");
    expect(parseEvent(text)).toMatchObject({ event: transaction });
  });

  it("parses a documented payload once", () => {
    const parse = vi.spyOn(JSON, "parse");
    parseEvent(textOf({ fee: 1.5 }));
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
  });

  it("creates the same content for equivalent texts", () => {
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
      // An event from reconcile has no text, but must be the same change.
      const { content } = toChange(parsed.event, {}, parsed.source);
      expect(content).toBe(toChange(transaction).content);
    }
  });
});
