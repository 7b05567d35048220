import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containsSecret, decodedTexts, names } from "../decoded-texts.js";
import { createRedactor } from "../../src/protocol/redact.js";

const card = "4532756279624064";
const apiKey = "dev_Secret+Key/=0123";

type Encode = (text: string) => string;

const each =
  (encode: (character: string, code: number) => string): Encode =>
  (text) =>
    text.replaceAll(/[^]/gu, (character) => encode(character, character.codePointAt(0) ?? 0));
const percent: Encode = each((character) =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
    .join(""),
);
const unicode: Encode = each((_, code) => `\\u${code.toString(16).padStart(4, "0")}`);
const entity: Encode = each((_, code) => `&#${code};`);
const hexEntity: Encode = each((_, code) => `&#x${code.toString(16).toUpperCase()};`);

/** Encodings of a whole text. */
const encoders: Record<string, Encode> = {
  url: encodeURIComponent,
  "every byte in a URL": percent,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  json: (text) => JSON.stringify(text).slice(1, -1),
  "json with escaped slashes": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "json in ASCII": unicode,
  entities: entity,
  "hex entities": hexEntity,
  "named entities": (text) => text.replaceAll(/[&<>"+]/g, (one) => `&${names[one]};`),
  "each character another way": (text) => {
    const ways = [percent, unicode, entity, hexEntity];
    let turn = 0;
    return each((character) => (ways[(turn += 1) % ways.length] as Encode)(character))(text);
  },
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64 in lines": (text) =>
    (
      Buffer.from(text)
        .toString("base64")
        .match(/.{1,19}/g) ?? []
    ).join("\r\n"),
};

const separators = [
  ["a space", " "],
  ["a dash", "-"],
  ["a dot", "."],
  ["a no-break space", "\u00a0"],
  ["a new line", "\r\n    "],
  ["a zero-width space", "\u200b"],
  ["three separators", " \u2013 "],
  ["markup", "</b>\n<b>"],
] as const;

const secrets = [
  ["the key", apiKey],
  ["the card", card],
] as const;
const around = fc.string({ unit: "grapheme", maxLength: 30 });
const composition = fc.array(fc.constantFrom(...Object.keys(encoders)), {
  minLength: 0,
  maxLength: 4,
});
const encode = (text: string, names_: readonly string[]): string =>
  names_.reduce((inner, name) => (encoders[name] as Encode)(inner), text);

describe.each(secrets)("%s", (_name, secret) => {
  const redact = createRedactor([apiKey, card]);

  it.each(Object.keys(encoders))("is redacted as %s", (name) => {
    for (const times of [[name], [name, name]]) {
      const shown = redact(`before ${encode(`x ${secret} y`, times)} after`);
      expect(containsSecret(shown, secret)).toBe(false);
      expect(shown).toMatch(/^before .*\[redacted\].* after$/s);
    }
  });

  it.each(separators)("is redacted with %s between", (_separator, separator) => {
    const groups = secret.match(/.{1,4}/g)?.join(separator) ?? "";
    const apart = secret.split("").join(separator);
    for (const text of [
      groups,
      apart,
      encodeURIComponent(groups),
      unicode(apart),
      entity(groups),
    ]) {
      expect(redact(`before ${text} after`)).toBe("before [redacted] after");
    }
  });

  it("is redacted in any mixture of encodings", () => {
    fc.assert(
      fc.property(
        around,
        around,
        composition,
        fc.constantFrom("", ...separators.map(([, one]) => one)),
        (before, after, names_, separator) => {
          const broken = secret.match(/.{1,4}/g)?.join(separator) ?? "";
          const text = `${before} ${encode(`${before} ${broken} ${after}`, names_)} ${after}`;
          expect(containsSecret(redact(text), secret)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is redacted in the JSON of any value", () => {
    const leaf = fc.oneof(
      fc.constant<unknown>(secret),
      composition.map((names_) => encode(secret, names_)),
      fc.jsonValue(),
    );
    const value = fc.oneof(
      fc.array(leaf),
      fc.dictionary(fc.string(), leaf),
      fc.constant(secret.match(/.{1,4}/g)),
      fc.constant({ [secret]: 1 }),
      leaf.map((inner) => ({ body: JSON.stringify({ inner }) })),
    );
    fc.assert(
      fc.property(value, (one) => {
        expect(containsSecret(JSON.stringify(redact(one)), secret)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe("createRedactor", () => {
  // A key with a backslash is a known exception: decoded before the character behind it, it begins an escape.
  it("redacts any key of eight characters without a backslash", () => {
    const visible = fc
      .integer({ min: 0x21, max: 0x7e })
      .map((code) => String.fromCharCode(code))
      .filter((character) => character !== "\\");
    fc.assert(
      fc.property(
        fc
          .string({ unit: visible, minLength: 8, maxLength: 60 })
          .filter((key) => !/^\d+$/.test(key)),
        composition,
        (key, names_) => {
          const shown = createRedactor([key])(encode(`a ${key} b`, names_));
          for (const one of decodedTexts(shown)) expect(one).not.toContain(key);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps text without secrets", () => {
    const redact = createRedactor([apiKey, card, "917"]);
    fc.assert(
      fc.property(around, composition, (text, names_) => {
        const encoded = encode(text, names_);
        // Three digits without a neighbor may be a CVV.
        fc.pre(![...decodedTexts(encoded)].some((one) => one.includes("917")));
        expect(redact(encoded)).toBe(encoded);
      }),
    );
  });

  it("redacts endlessly encoded text", () => {
    const redact = createRedactor([apiKey]);
    const bomb = `%${"25".repeat(200)}41`.repeat(100) + apiKey;
    expect(redact(bomb)).not.toContain(apiKey);
  });

  it("searches long text in parts", () => {
    const redact = createRedactor([apiKey, card]);
    for (const place of [61_430, 61_440, 65_530, 65_536, 200_000]) {
      const text = `${" ".repeat(place)}${card}${" ".repeat(70_000)}${apiKey}`;
      expect(redact(text).trim().split(/\s+/)).toEqual(["[redacted]", "[redacted]"]);
    }
  });

  it("finds a secret of many escapes across two parts", () => {
    const redact = createRedactor([apiKey, card]);
    // Escaped four times, a character takes 1,296 characters.
    const long = encode(
      `${apiKey} ${card}`,
      Array.from({ length: 4 }, () => "json in ASCII"),
    );
    for (const place of [
      65_536 - long.length / 2,
      131_072 - long.length / 2,
      262_144 - long.length,
      262_144 - long.length / 2,
      262_144 - 1_296,
    ]) {
      const shown = redact(`${" ".repeat(place)}${long}${" ".repeat(300_000)}`);
      expect(shown.trim()).toMatch(/^\[redacted\]\S*\[redacted\]$/);
      expect(containsSecret(shown, apiKey) || containsSecret(shown, card)).toBe(false);
    }
  });

  it("shows nothing of a secret of many escapes that maxLength splits", () => {
    const redact = createRedactor([card], { maxLength: 65_536 });
    const long = encode(
      card,
      Array.from({ length: 4 }, () => "json in ASCII"),
    );
    for (const shownPart of [1_296, 10_000, long.length - 1_296]) {
      for (const after of [0, 200_000]) {
        const text = `${"x".repeat(65_536 - shownPart)}${long}${"y".repeat(after)}`;
        expect(redact(text)).toMatch(/^x+(\[redacted\])?y*… \(truncated: \d+ characters\)$/);
      }
    }
  });

  it("truncates text at maxLength", () => {
    const redact = createRedactor([card], { maxLength: 4_096 });
    const shown = redact(`${"x".repeat(4_088)}${card}${"y".repeat(9_000)}`);
    expect(shown).not.toContain("4532");
    expect(shown).toMatch(/^x{4088}\[redacte… \(truncated: 13104 characters\)$/);
    expect(redact({ list: ["x".repeat(5_000)] })).toMatch(/^\{"list":\["x+… \(truncated: /);
  });
});
