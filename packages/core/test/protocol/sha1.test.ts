import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha1Hex as sha1Node } from "../../src/protocol/sha1-node.js";
import { sha1Hex as sha1Web } from "../../src/protocol/sha1-web.js";

const reference = (text: string): string => createHash("sha1").update(text, "utf8").digest("hex");

test("both forms agree with Node on any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(sha1Node(text)).toBe(reference(text));
      expect(sha1Web(text)).toBe(reference(text));
    }),
    { numRuns: 3_000 },
  );
});

test("both forms agree with Node around the edges of a block", () => {
  for (let length = 0; length <= 200; length += 1) {
    const text = "é".repeat(length >> 1) + "x".repeat(length & 1);
    expect(sha1Web(text)).toBe(reference(text));
    expect(sha1Node(text)).toBe(reference(text));
  }
});
