import { expect, it } from "vitest";
import { stripFlags } from "../../src/pages/strip-flags.js";

it.each([
  ["```ts serve", "```ts"],
  ["   ```sh no-run", "   ```sh"],
  ["```ts", "```ts"],
  ["Use `ts serve` for a server.", "Use `ts serve` for a server."],
])("turns %s into %s", (before, after) => {
  expect(stripFlags(before)).toBe(after);
});
