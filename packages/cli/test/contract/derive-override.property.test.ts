import { loadContract } from "@numipay/core/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CommandFailure } from "../../src/failure/command-failure.js";
import { applyOverride } from "../../src/contract/overridden-contract.js";
import { deriveOverride } from "../../src/contract/derive-override.js";
import { diffContracts } from "../../src/contract/diff-contracts.js";
import { type Json, readOwnContract } from "../../src/contract/read-contract.js";
import { beyond, camelCase, documented, prefixed } from "./official-files.js";

const own = await readOwnContract();
const files = [own, camelCase, prefixed, documented, beyond];

/** Values that replace any part of a file. */
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("string", "integer", "/a b", "..", "(", "{x}", "a.b", "__proto__", "get", "path"),
  fc.constantFrom(
    { $ref: "#/components/schemas/Tx" },
    { type: ["string", "null"] },
    { enum: [""] },
  ),
);

/** Replaces one value, or renames one key, somewhere in a document. */
function mutate(document: unknown, steps: readonly number[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof document !== "object" || document === null) return value;
  const entries = Object.entries(document);
  if (entries.length === 0) return value;
  const at = step % entries.length;
  const isRenamed = rest.length === 0 && typeof value === "string" && !Array.isArray(document);
  const changed = entries.map(([name, inner], index) => {
    if (index !== at) return [name, inner] as const;
    return isRenamed ? ([value, inner] as const) : ([name, mutate(inner, rest, value)] as const);
  });
  return Array.isArray(document) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

describe("deriveOverride", () => {
  it("writes a complete override for any file", { timeout: 60_000 }, () => {
    const change = fc.tuple(fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 }), junk);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (file, changes) => {
          const changed = changes.reduce<unknown>(
            (one, [steps, value]) => mutate(one, steps, value),
            file,
          );
          const official = (typeof changed === "object" && changed !== null ? changed : {}) as Json;
          try {
            const { override } = deriveOverride(own, official, { base: {} });
            expect(() => loadContract(override)).not.toThrow();
            const { differences } = diffContracts(own, official, {
              overridden: applyOverride(override),
            });
            expect(differences.filter((one) => one.override !== null)).toEqual([]);
          } catch (error) {
            // A missing reference is reported as such.
            if (!(error instanceof CommandFailure)) throw error;
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
