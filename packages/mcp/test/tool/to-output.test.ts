import { describe, expect, it } from "vitest";
import { createOutput } from "../../src/tool/to-output.js";

const env = { NUMIPAY_API_KEY: "live_key_12345678", NUMIPAY_SIGNATURE_PASSWORD: "hunter2hunter2" };

describe("output", () => {
  it("has no secret in values, keys and messages", () => {
    const { json, message } = createOutput(env);
    const text = json({ "key live_key_12345678": ["x hunter2hunter2 y"], number: 1 });
    expect(text).toBe('{"key [redacted]":["x [redacted] y"],"number":1}');
    expect(message("Wrong password hunter2hunter2.")).toBe("Wrong password [redacted].");
  });

  it("has no part of a secret where a string is shortened", () => {
    const text = createOutput(env).json({ body: `${"x".repeat(7_990)}hunter2hunter2 y` });
    expect(text).toMatch(/^\{"body":"x{7990}\[redacted\]… \(truncated: 8002 characters\)"\}$/);
  });

  it("keeps short strings exactly", () => {
    const value = { requestBody: '{"amount":1.50,\n"a":"ü"}' };
    expect(JSON.parse(createOutput({}).json(value) ?? "")).toEqual(value);
  });

  it("shortens strings until the result fits", () => {
    const { json } = createOutput({});
    expect(json({ text: "x".repeat(8_001) })).toContain("… (truncated: 8001 characters)");
    const rows = Array.from({ length: 50 }, () => ({ a: "y".repeat(9_000) }));
    const text = json({ rows }) ?? "";
    expect(text.length).toBeLessThan(100_000);
    expect((JSON.parse(text) as { rows: unknown[] }).rows).toHaveLength(50);
    expect(json({ rows: Array.from({ length: 1000 }, () => "z".repeat(300)) })).toBeUndefined();
  });

  it("escapes control characters", () => {
    const { json, message } = createOutput({});
    expect(json({ a: "\u202Eb\u001B[31m" })).toBe(String.raw`{"a":"\u202eb\u001b[31m"}`);
    expect(message("a\u001B[31m")).toBe(String.raw`a\u001b[31m`);
  });
});
