// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import type { NumipayEvent, Transaction } from "../../src/index.js";

describe("NumipayEvent", () => {
  it("narrows status and type by the pattern", () => {
    type Successful = NumipayEvent<"deposit.successful">;
    expectTypeOf<Successful["status"]>().toEqualTypeOf<"successful">();
    expectTypeOf<Successful["transaction_type"]>().toEqualTypeOf<"deposit">();
  });

  it("does not narrow a wildcard", () => {
    type Rejected = NumipayEvent<"*.rejected">;
    expectTypeOf<Rejected["status"]>().toEqualTypeOf<"rejected">();
    expectTypeOf<Rejected["transaction_type"]>().toEqualTypeOf<Transaction["transaction_type"]>();
    expectTypeOf<NumipayEvent["status"]>().toEqualTypeOf<Transaction["status"]>();
  });
});
