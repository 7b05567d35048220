import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTarget } from "../../src/output/open-target.js";
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

  it("follows a chain of links to its missing target", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "alias"));
    symlinkSync("alias/second.csv", join(folder, "first.csv"));
    symlinkSync("../missing.csv", join(folder, "real", "second.csv"));
    await writeTo(join(folder, "first.csv"), true);
    expect(readFileSync(join(folder, "missing.csv"), "utf8")).toBe("new");
    expect(lstatSync(join(folder, "real", "second.csv")).isSymbolicLink()).toBe(true);
  });

  it("rejects a circle of links", async () => {
    const folder = temporaryFolder();
    symlinkSync("b.csv", join(folder, "a.csv"));
    symlinkSync("a.csv", join(folder, "b.csv"));
    await expect(writeTo(join(folder, "a.csv"), true)).rejects.toThrow("too many symbolic links");
  });

  // Only root may give a file to another user.
  it.runIf(process.getuid?.() === 0)("keeps the owner of a replaced file", async () => {
    const file = join(temporaryFolder(), "old.csv");
    writeFileSync(file, "old");
    chownSync(file, 1234, 2345);
    await writeTo(file, true);
    const { uid, gid } = statSync(file);
    expect({ uid, gid }).toEqual({ uid: 1234, gid: 2345 });
  });

  it("never replaces a file that was created in the meantime", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "a.csv");
    const target = await openTarget(terminal, file, { mayReplace: false });
    await target.write("new");
    writeFileSync(file, "other");
    await expect(target.finish()).rejects.toThrow("already exists");
    await target.abandon();
    expect(readFileSync(file, "utf8")).toBe("other");
    expect(readdirSync(folder)).toEqual(["a.csv"]);
  });

  it("removes partial files that are older than a day", async () => {
    const folder = temporaryFolder();
    const [old, recent, other] = [randomUUID(), randomUUID(), "notes"].map(
      (id) => `.numipay-export-${id}.part`,
    ) as [string, string, string];
    for (const name of [old, recent, other]) writeFileSync(join(folder, name), "");
    const longAgo = new Date(Date.now() - 48 * 3_600_000);
    for (const name of [old, other]) utimesSync(join(folder, name), longAgo, longAgo);
    await writeTo(join(folder, "a.csv"), false);
    expect(readdirSync(folder).toSorted()).toEqual([recent, other, "a.csv"].toSorted());
  });

  it("writes to a device without replacing it", async () => {
    await writeTo("/dev/null", false);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
    await expect(writeTo("/dev/full", false)).rejects.toMatchObject({
      code: "ENOSPC",
      path: "--out /dev/full",
    });
  });

  it("writes to a pipe once it has a reader", async () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    const writing = writeTo(pipe, false);
    const [text] = await Promise.all([readFile(pipe, "utf8"), writing]);
    expect(text).toBe("new");
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it("stops waiting for a reader when it is interrupted", async () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    const stopping = new AbortController();
    const opening = openTarget(terminal, pipe, { mayReplace: false, signal: stopping.signal });
    stopping.abort();
    await expect(opening).rejects.toThrow("aborted");
  });

  it("rejects a folder", async () => {
    await expect(writeTo(temporaryFolder(), true)).rejects.toThrow("is a directory");
  });

  it("names the option if the directory is missing", async () => {
    const out = join(temporaryFolder(), "missing", "a.csv");
    await expect(writeTo(out, false)).rejects.toMatchObject({ path: `--out ${out}` });
  });
});
