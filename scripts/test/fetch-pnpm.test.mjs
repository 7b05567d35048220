import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findUnpinned, readPin, readPinOf } from "../fetch-pnpm.mjs";
import { root } from "../run-program.mjs";

const lockfile = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
const pin = readPinOf(root);
const [, exe, exeIntegrity] =
  /'(@pnpm\/exe[^@]+)@[\d.]+':\n {4}resolution: \{integrity: ([^}]+)\}/.exec(lockfile);

/** npm's lockfile after `npm install pnpm`. */
function fetched(integrity = pin.integrity, binaryIntegrity = exeIntegrity) {
  return {
    "": {},
    "node_modules/pnpm": { version: pin.version, integrity },
    [`node_modules/${exe}`]: { version: pin.version, integrity: binaryIntegrity },
  };
}

describe("the pin of pnpm", () => {
  it.each(["pnpm@12.21.0", "pnpm@12.21.0+sha1.00", "pnpm@latest", "yarn@4.0.0"])(
    "refuses %s",
    (text) => {
      expect(() => readPin(text)).toThrow("must be pnpm@VERSION+sha512.HASH");
    },
  );

  it("accepts the bytes it names", () => {
    expect(findUnpinned(fetched(), pin, lockfile)).toEqual([]);
  });

  it("refuses other bytes", () => {
    expect(findUnpinned(fetched("sha512-other"), pin, lockfile)).toEqual([`pnpm@${pin.version}`]);
  });

  it("refuses another binary", () => {
    expect(findUnpinned(fetched(pin.integrity, "sha512-other"), pin, lockfile)).toEqual([
      `${exe}@${pin.version}`,
    ]);
  });
});
