import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha1Hex as sha1Node } from "../../src/protocol/sha1.js";
import { webSha1Hex as sha1Web } from "../../src/protocol/web-sha1.js";

// Decision 0002: a SHA-1 implementation for runtimes without node:crypto.

const reference = (text: string): string => createHash("sha1").update(text, "utf8").digest("hex");

describe("both SHA-1 implementations", () => {
  it("agree with Node for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(sha1Node(text)).toBe(reference(text));
        expect(sha1Web(text)).toBe(reference(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it("agree with Node at block boundaries", () => {
    for (let length = 0; length <= 200; length += 1) {
      const text = "é".repeat(length >> 1) + "x".repeat(length & 1);
      expect(sha1Web(text)).toBe(reference(text));
      expect(sha1Node(text)).toBe(reference(text));
    }
  });
});
