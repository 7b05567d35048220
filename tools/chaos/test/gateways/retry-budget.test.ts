import { describe, expect, it } from "vitest";
import { createRetryBudget } from "../../src/gateways/retry-budget.js";

const key = "d:1:successful";

/** A budget whose change was interrupted as many times. */
const interruptedTimes = (times: number) => {
  const budget = createRetryBudget();
  for (let number = 1; number <= times; number += 1) budget.interrupted(key, number);
  return budget;
};

describe("createRetryBudget", () => {
  it("spares a change after seven interruptions", () => {
    expect(interruptedTimes(6).isNearlySpent()).toBe(false);
    expect(interruptedTimes(7).isNearlySpent()).toBe(true);
  });

  it("stops sparing an acknowledged change", () => {
    const budget = interruptedTimes(7);
    budget.acknowledged(key);
    expect(budget.isNearlySpent()).toBe(false);
  });

  it("counts an interruption of several copies once", () => {
    const budget = createRetryBudget();
    for (let copies = 0; copies < 15; copies += 1) budget.interrupted(key, 1);
    expect(budget.isNearlySpent()).toBe(false);
  });

  it("ignores copies of an acknowledged change", () => {
    const budget = createRetryBudget();
    budget.acknowledged(key);
    for (let number = 1; number <= 14; number += 1) budget.interrupted(key, number);
    expect(budget.isNearlySpent()).toBe(false);
  });

  it("stops sparing a change without retries", () => {
    expect(interruptedTimes(15).isNearlySpent()).toBe(false);
  });
});
