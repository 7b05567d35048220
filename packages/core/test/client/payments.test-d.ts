// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import type { Payments } from "../../src/index.js";

type AmountOf<Operation extends keyof Payments> = Parameters<Payments[Operation]>[0]["amount"];

describe("Payments", () => {
  it("accepts an amount as a string or a number", () => {
    expectTypeOf<AmountOf<"hostedCheckout">>().toEqualTypeOf<string | number>();
    expectTypeOf<AmountOf<"direct">>().toEqualTypeOf<string | number>();
    expectTypeOf<AmountOf<"serverToServer">>().toEqualTypeOf<string | number>();
  });
});
