import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSign, signByWeb } from "../../src/outbox/sign.js";

const signNow = (apiKey: string, text: string): string | undefined => createSign(apiKey)?.(text);

describe("both signatures", () => {
  it("are an HMAC-SHA-256 in hex", async () => {
    // RFC 4231, test case 2.
    const [key, text] = ["Jefe", "what do ya want for nothing?"];
    const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    expect(signNow(key, text)).toBe(expected);
    expect(await signByWeb(key, [text])).toEqual(new Map([[text, expected]]));
  });

  it("agree for any key and text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
        fc.string({ unit: "binary", maxLength: 300 }),
        async (apiKey, text) => {
          const signed = await signByWeb(apiKey, [text]);
          expect(signNow(apiKey, text)).toBe(signed.get(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});
