import { describe, expect, it, vi } from "vitest";
import { toIntent, toKeyId } from "../../src/outbox/to-intent.js";
import { checkout } from "../client/stub-gateway.js";

const toCall = (apiKey: string) =>
  ({
    operation: "hostedCheckout",
    slot: "transaction",
    tracking_id: checkout.tracking_id,
    fields: { ...checkout, note: "caf\u00e9 \u{1f600} \ud800" },
    knownFields: Object.keys(checkout),
    apiKey,
    metadata: undefined,
    timeoutMs: 30_000,
  }) as const;

describe("toIntent", () => {
  it("has the same digests in every runtime", async () => {
    const ours = await toIntent(toCall("key-a"), "default");
    const hidden = vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    try {
      expect(await toIntent(toCall("key-b"), "default")).not.toEqual(ours);
      expect(await toIntent(toCall("key-a"), "default")).toEqual(ours);
    } finally {
      hidden.mockRestore();
    }
  });

  it("identifies each of several API keys", async () => {
    const keys = ["key-a", "key-b", "key-a"];
    for (const apiKey of keys) {
      const { keyId } = await toIntent(toCall(apiKey), "default");
      expect(keyId).toBe(await toKeyId(apiKey));
    }
  });
});
