import { expect, it } from "vitest";
import { randomToken } from "../../src/gateway/random-token.js";

it("draws the same token for the same seed and name, and another for any other", () => {
  const token = randomToken("seed", "transaction:1", 15);
  expect(token).toMatch(/^[a-z0-9]{15}$/);
  expect(randomToken("seed", "transaction:1", 15)).toBe(token);
  expect(randomToken("seed", "transaction:2", 15)).not.toBe(token);
  expect(randomToken("other", "transaction:1", 15)).not.toBe(token);
});

it("draws tokens longer than one hash", () => {
  expect(randomToken("seed", "long", 100)).toMatch(/^[a-z0-9]{100}$/);
});
