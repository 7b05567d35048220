import { describe, expect, it } from "vitest";
import { InvalidArgumentError } from "../../../src/protocol/errors.js";
import { toTracedError } from "../../../src/protocol/telemetry/traced-error.js";

describe("toTracedError", () => {
  it("keeps the name and the code", () => {
    const error = new InvalidArgumentError("amount", "is required.");
    expect(toTracedError(error)).toEqual({
      name: "InvalidArgumentError",
      code: "invalid_argument",
    });
    const sql = Object.assign(new Error("duplicate key (email)=(a@b.example)"), { code: "23505" });
    expect(toTracedError(sql)).toEqual({ name: "Error", code: "23505" });
    expect(toTracedError({ name: "MongoError", code: 11_000 })).toEqual({
      name: "MongoError",
      code: "11000",
    });
  });

  it.each([
    ["a string", "secret"],
    ["undefined", undefined],
    ["null", null],
    ["an object without a string", Object.create(null)],
    ["a sentence as name and code", { name: "failed for a@b.example", code: "no money left" }],
    ["a card number as code", { name: "Error", code: "4111111111111111" }],
    ["a card number as numeric code", { name: "Error", code: 4_111_111_111_111_111 }],
    ["a long name and code", { name: "E".repeat(100), code: "e".repeat(100) }],
    [
      "a throwing getter",
      {
        get name(): string {
          throw new Error("secret");
        },
      },
    ],
  ])("publishes nothing of %s", (_what, thrown: unknown) => {
    expect(toTracedError(thrown)).toEqual({ name: "Error", code: undefined });
  });
});
