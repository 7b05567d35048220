import { describe, expect, it } from "vitest";
import { checkNode, isInstalled } from "../setup.mjs";
import { smallTree } from "./small-tree.mjs";

describe("setup", () => {
  it.each(["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.1.0"])("takes Node %s", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(["18.20.0", "20.18.3", "21.7.3", "22.11.0"])(
    "refuses Node %s and says which it needs",
    (version) => {
      expect(() => checkNode(version)).toThrow(/needs Node 20\.19 .* 22\.12 or newer/);
    },
  );

  it("installs when nothing is installed, or another lockfile was", () => {
    const lockfile = { "pnpm-lock.yaml": "a" };

    expect(isInstalled(smallTree(lockfile))).toBe(false);
    expect(isInstalled(smallTree({ ...lockfile, "node_modules/.pnpm/lock.yaml": "b" }))).toBe(
      false,
    );
    expect(isInstalled(smallTree({ ...lockfile, "node_modules/.pnpm/lock.yaml": "a" }))).toBe(true);
  });
});
