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
    "takes %s for provider_id",
    (name) => {
      const pairs = [["provider_id", name, false]];
      expect(pair([own("provider_id")], [name])).toEqual({ ...none, pairs });
    },
  );

  it("prefers a name to letters, and letters to words", () => {
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

  it("guesses by words, and says so", () => {
    expect(pair([own("url")], ["redirect_url", "id"])).toEqual({
      pairs: [["url", "redirect_url", true]],
      missing: [],
      unknown: ["id"],
    });
    expect(pair([own("from", false)], ["startDate"]).pairs).toEqual([["from", "startDate", true]]);
  });

  it.each([
    ["two that fit", [own("id")], ["user_id", "order_id"]],
    ["one that fits two", [own("user_id"), own("order_id")], ["id"]],
    ["an amount", [own("amount")], ["net_amount"]],
    ["a field that may be missing", [own("email", false)], ["billing_email"]],
  ])("never guesses %s", (_name, ours, theirs) => {
    expect(pair(ours, theirs).pairs).toEqual([]);
  });
});
