import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { installHook } from "../install-hooks.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const clones = [];
afterEach(() => {
  for (const clone of clones.splice(0)) rmSync(clone, { recursive: true });
});

/** An empty repository that has this one's packages and configuration. */
function createClone() {
  const clone = mkdtempSync(join(tmpdir(), "numipay-hooks-"));
  clones.push(clone);
  execFileSync("git", ["init", "-q"], { cwd: clone });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  symlinkSync(join(root, "commitlint.config.mjs"), join(clone, "commitlint.config.mjs"));
  return clone;
}

function commit(clone, subject) {
  const author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
  const args = [...author, "commit", "-q", "--allow-empty", "-m", subject];
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: clone, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describe("npm run hooks", () => {
  it("accepts Conventional subjects only", () => {
    const clone = createClone();
    expect(commit(clone, "anything goes").status).toBe(0);
    expect(installHook(clone).isInstalled).toBe(true);
    expect(commit(clone, "fix(core): retry a GET").status).toBe(0);
    const { status, output } = commit(clone, "a sentence about the change");
    expect(status).not.toBe(0);
    expect(output).toContain("type may not be empty");
    expect(commit(clone, `fix: ${"a".repeat(68)}`).status).not.toBe(0);
  });

  it("can be repeated", () => {
    const clone = createClone();
    installHook(clone);
    expect(installHook(clone).isInstalled).toBe(true);
  });

  it("keeps another hook", () => {
    const clone = createClone();
    const path = join(clone, ".git/hooks/commit-msg");
    writeFileSync(path, "#!/bin/sh\n", { mode: 0o755 });
    expect(installHook(clone)).toEqual({ path, isInstalled: false });
    expect(readFileSync(path, "utf8")).toBe("#!/bin/sh\n");
  });

  it("changes no configuration of git", () => {
    const clone = createClone();
    const config = readFileSync(join(clone, ".git/config"), "utf8");
    installHook(clone);
    expect(readFileSync(join(clone, ".git/config"), "utf8")).toBe(config);
    expect(existsSync(join(clone, ".git/hooks/commit-msg"))).toBe(true);
  });
});
