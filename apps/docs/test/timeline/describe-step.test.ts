import { describe, expect, it } from "vitest";
import {
  describeAttempts,
  describeDifferences,
  describeResponse,
  isFault,
  toReadable,
} from "../../src/timeline/describe-step.js";
import type { Attempt, Exchange, Step } from "../../src/timeline/recording.js";

const exchange = { response: { status: 200, body: "ok" }, failure: null } as Exchange;
const step = {
  by: "gateway",
  exchange,
  attempts: [],
  shop: { isRunning: true },
  differences: [],
} as unknown as Step;
const attempt: Attempt = { number: 2, at: "", status: 200, nextAttemptAt: null };

describe("isFault", () => {
  it.each([
    ["a success response", step, false],
    ["an attacker", { ...step, by: "attacker" as const }, true],
    ["a stopped shop", { ...step, shop: { ...step.shop, isRunning: false } }, true],
    ["a lost response", { ...step, exchange: { ...exchange, failure: "lost" } }, true],
    ["a 500", { ...step, exchange: { ...exchange, response: { status: 500, body: "" } } }, true],
    ["no exchange", { ...step, exchange: null }, false],
  ])("of %s", (_name, one, expected) => {
    expect(isFault(one)).toBe(expected);
  });
});

it.each([
  [[], ""],
  [[attempt], "Attempt 2: delivered"],
  [
    [attempt, { ...attempt, number: 3, status: 500, nextAttemptAt: "2026-03-02T09:07:00.000Z" }],
    "Attempt 3: failed. Next at 09:07",
  ],
  [[{ ...attempt, number: 15, status: null }], "Attempt 15: failed. It was the last"],
])("describes the attempts %#", (attempts, text) => {
  expect(describeAttempts({ ...step, attempts })).toBe(text);
});

it("describes a response, and why it was lost", () => {
  expect(describeResponse(exchange)).toBe("200 ok");
  expect(describeResponse({ ...exchange, failure: "Lost" })).toBe("200 ok. Lost");
  expect(describeResponse({ ...exchange, response: null, failure: "Lost" })).toBe("Lost");
});

it("describes the differences of the ledgers", () => {
  expect(describeDifferences(step)).toBe("Both ledgers agree.");
  expect(describeDifferences({ ...step, differences: ["a is lost", "b is lost"] })).toBe(
    "a is lost. b is lost.",
  );
});

it("breaks the lines of JSON only", () => {
  expect(toReadable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(toReadable("a=1")).toBe("a=1");
});
