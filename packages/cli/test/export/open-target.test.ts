import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTarget } from "../../src/export/open-target.js";
import { guardTerminal } from "../../src/terminal/guard-terminal.js";
import { createProcessTerminal } from "../../src/index.js";
import { temporaryFolder } from "../temporary-folder.js";

const terminal = guardTerminal(createProcessTerminal());

async function writeTo(out: string, mayReplace: boolean): Promise<void> {
  const target = await openTarget(terminal, out, { mayReplace });
  await target.write("new");
  await target.finish();
}

describe("openTarget", () => {
  it("ignores the part file of a killed run", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, `.numipay-export-${process.pid}.part`), "");
    await writeTo(join(folder, "a.csv"), false);
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("new");
  });

  it("rejects a dangling link", async () => {
    const folder = temporaryFolder();
    symlinkSync("missing.csv", join(folder, "link.csv"));
    await expect(writeTo(join(folder, "link.csv"), false)).rejects.toThrow("--out");
    expect(existsSync(join(folder, "missing.csv"))).toBe(false);
  });

  it.each([true, false])("writes through a link (target exists: %s)", async (isThere) => {
    const folder = temporaryFolder();
    if (isThere) writeFileSync(join(folder, "target.csv"), "old");
    symlinkSync("target.csv", join(folder, "link.csv"));
    await writeTo(join(folder, "link.csv"), true);
    expect(lstatSync(join(folder, "link.csv")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "target.csv"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("keeps the mode of a replaced file", async () => {
    const file = join(temporaryFolder(), "old.csv");
    writeFileSync(file, "old");
    await chmod(file, 0o640);
    await writeTo(file, true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it("never replaces a device or a folder", async () => {
    await expect(writeTo("/dev/null", true)).rejects.toThrow("is not a regular file");
    await expect(writeTo(temporaryFolder(), true)).rejects.toThrow("is a directory");
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("names the option if the directory is missing", async () => {
    const out = join(temporaryFolder(), "missing", "a.csv");
    await expect(writeTo(out, false)).rejects.toMatchObject({ path: `--out ${out}` });
  });
});
