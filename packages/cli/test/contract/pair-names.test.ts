import { describe, expect, it } from "vitest";
import { pairNames } from "../../src/contract/pair-names.js";

const own = (field: string, isRequired = true) => ({ field, name: field, isRequired });
const pair = (ours: ReturnType<typeof own>[], theirs: string[]) => {
  const { pairs, missing, unknown } = pairNames(
    ours,
    theirs.map((name) => ({ name })),
  );
  return {
    pairs: pairs.map(({ own: { field }, their, isGuess }) => [field, their.name, isGuess]),
    missing: missing.map(({ field }) => field),
    unknown: unknown.map(({ name }) => name),
  };
};
const none = { missing: [], unknown: [] };

describe("pairNames", () => {
  it.each(["providerId", "ProviderID", "provider-id", "PROVIDER_ID"])(
    "matches %s with provider_id",
    (name) => {
      const pairs = [["provider_id", name, false]];
      expect(pair([own("provider_id")], [name])).toEqual({ ...none, pairs });
    },
  );

  it("prefers names to letters to words", () => {
    const ours = [own("url"), own("return_url")];
    expect(pair(ours, ["returnUrl", "url", "redirect_url"])).toEqual({
      pairs: [
        ["url", "url", false],
        ["return_url", "returnUrl", false],
      ],
      missing: [],
      unknown: ["redirect_url"],
    });
  });

  it("marks a match by words as a guess", () => {
    expect(pair([own("url")], ["redirect_url", "id"])).toEqual({
      pairs: [["url", "redirect_url", true]],
      missing: [],
      unknown: ["id"],
    });
    expect(pair([own("from", false)], ["startDate"]).pairs).toEqual([["from", "startDate", true]]);
  });

  it.each([
    ["between two candidates", [own("id")], ["user_id", "order_id"]],
    ["one name for two fields", [own("user_id"), own("order_id")], ["id"]],
    ["an amount", [own("amount")], ["net_amount"]],
    ["an optional field", [own("email", false)], ["billing_email"]],
  ])("never guesses %s", (_name, ours, theirs) => {
    expect(pair(ours, theirs).pairs).toEqual([]);
  });
});
