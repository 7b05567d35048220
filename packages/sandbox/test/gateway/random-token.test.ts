import { describe, expect, it } from "vitest";
import { randomToken } from "../../src/gateway/random-token.js";

describe("a random token", () => {
  it("depends on seed and name only", () => {
    const token = randomToken("seed", "transaction:1", 15);
    expect(token).toMatch(/^[a-z0-9]{15}$/);
    expect(randomToken("seed", "transaction:1", 15)).toBe(token);
    expect(randomToken("seed", "transaction:2", 15)).not.toBe(token);
    expect(randomToken("other", "transaction:1", 15)).not.toBe(token);
  });

  it("can be longer than one hash", () => {
    expect(randomToken("seed", "long", 100)).toMatch(/^[a-z0-9]{100}$/);
  });
});
