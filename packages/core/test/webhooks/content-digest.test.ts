import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/webhooks/content-digest.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./fixture.js";

const digest = (over: object): number => digestOf(toChange({ ...transaction, ...over }));

describe("contentDigest", () => {
  it.each(["amount", "currency", "tracking_id", "user_id", "note"])("depends on %s", (field) => {
    expect(digest({ [field]: "other" })).not.toBe(digest({}));
  });

  it("keeps the borders between fields", () => {
    expect(digest({ tracking_id: "ab", user_id: "c" })).not.toBe(
      digest({ tracking_id: "a", user_id: "bc" }),
    );
  });

  it.each([
    ["documented", {}],
    ["extended", { note: { b: 1, a: [2] } }],
  ])("ignores the order of %s fields", (_, over) => {
    const event = { ...transaction, ...over };
    const reversed = Object.fromEntries(Object.entries(event).toReversed());
    expect(digestOf(toChange(reversed as typeof event))).toBe(digestOf(toChange(event)));
  });

  it.each([
    ["documented", {}],
    ["extended", { note: "gift" }],
  ])("is the same for a copy of a change: %s", (_, over) => {
    const change = toChange({ ...transaction, ...over });
    const copy = { ...change, key: change.key, content: change.content };
    expect(digestOf(copy)).toBe(digestOf(change));
  });

  it.each(["amount", "currency", "tracking_id", "user_id"])(
    "reads events without %s that an override allows",
    (field) => {
      const rest: Record<string, string> = { ...transaction };
      delete rest[field];
      const without = (over: object): number =>
        digestOf(toChange({ ...rest, ...over } as unknown as typeof transaction));
      const digests = [without({}), without({ [field]: null }), without({ note: "a" })];
      expect(new Set([...digests, without({ note: "b" }), digest({})]).size).toBe(5);
    },
  );

  it("is the same for a renamed field of an override", () => {
    const source = { text: "{}", content: toChange(transaction).content };
    expect(digestOf(toChange(transaction, {}, source))).toBe(digest({}));
  });

  it("is that of the content for a changed copy", () => {
    const { key, content } = toChange({ ...transaction, amount: "1.00" });
    expect(digestOf({ ...toChange(transaction), key, content })).toBe(digest({ amount: "1.00" }));
  });

  it("does not follow a handler that modifies the event", () => {
    const event = { ...transaction };
    const change = toChange(event);
    event.amount = "0.01";
    expect(digestOf(change)).toBe(digest({}));
  });

  it("differs for different texts", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(digest({ user_id: one })).not.toBe(digest({ user_id: other }));
      }),
    );
  });
});
