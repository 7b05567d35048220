import { describe, expect, it } from "vitest";
import { testAmounts } from "../../../src/gateway/test-amounts.js";
import { testCards } from "../../../src/gateway/test-cards.js";
import { createVisitor, textOf } from "../visitor.js";

describe("the test cards page", () => {
  it("lists all test cards and amounts", async () => {
    const { read } = await createVisitor();
    const html = await read("test-cards");
    const text = textOf(html);
    for (const { number, result } of testCards) {
      expect(html).toContain(`data-copy="${number}"`);
      expect(text).toContain(result);
    }
    for (const { ending, result } of testAmounts) expect(text).toContain(`${ending} ${result}`);
  });
});
