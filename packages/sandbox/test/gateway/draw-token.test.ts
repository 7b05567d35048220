import { expect, it } from "vitest";
import { drawToken } from "../../src/gateway/draw-token.js";

it("draws the same token for the same seed and name, and another for any other", () => {
  const token = drawToken("seed", "transaction:1", 15);
  expect(token).toMatch(/^[a-z0-9]{15}$/);
  expect(drawToken("seed", "transaction:1", 15)).toBe(token);
  expect(drawToken("seed", "transaction:2", 15)).not.toBe(token);
  expect(drawToken("other", "transaction:1", 15)).not.toBe(token);
});

it("draws tokens longer than one hash", () => {
  expect(drawToken("seed", "long", 100)).toMatch(/^[a-z0-9]{100}$/);
});
