import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findReleaseBreaks } from "../check-release.mjs";
import { root } from "../run-program.mjs";
import { smallTree } from "./small-tree.mjs";

const read = (file) => readFileSync(join(root, file), "utf8");
const release = ".github/workflows/release.yml";
const audit = ".github/workflows/audit.yml";
const dependabot = ".github/dependabot.yml";
const workspace = "pnpm-workspace.yaml";

const pnpmEntry = /^ {2}pnpm@[\d.]+:\n(?: {4}.*\n)+/m.exec(read("pnpm-lock.yaml"))[0];
const files = Object.fromEntries(
  [
    ...readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`),
    dependabot,
    workspace,
    "package.json",
    ".npmrc",
  ].map((file) => [file, read(file)]),
);
// The real one takes long to parse; the check itself reads it in `npm test`.
files["pnpm-lock.yaml"] = `packages:\n${pnpmEntry}`;

/** The rules that the repository breaks once `from` is replaced in `file`. */
function breaksAfter(file, from, to) {
  const text = files[file].replace(from, () => to);
  if (text === files[file]) throw new Error(`${file} has no ${from}.`);
  return rulesOf({ ...files, [file]: text });
}

function rulesOf(tree) {
  return [...new Set(findReleaseBreaks(smallTree(tree)).map(({ rule }) => rule))];
}

describe("the rules of a release", () => {
  it("are kept", () => {
    expect(rulesOf(files)).toEqual([]);
  });

  it.each([
    ["a workflow begins without rights", release, "permissions: {}", "permissions: write-all"],
    ["a workflow begins without rights", audit, "permissions: {}\n", ""],
    [
      "no foreign code beside secrets",
      audit,
      "workflow_dispatch:",
      "workflow_dispatch:\n  pull_request_target:",
    ],
    ["actions are pinned", release, /@e0145edc\w+ # v1.5.3/, "@v1"],
    ["actions are pinned", release, " # v1.5.3", ""],
    ["actions are pinned", audit, /@11bd7190\w+ #/, "@11bd719 #"],
    [
      "a checkout keeps no credentials",
      release,
      /\n {8}with:\n {10}persist-credentials: false/,
      "",
    ],
    ["a checkout keeps no credentials", release, "credentials: false", "credentials: true"],
    ["a job names its rights", audit, /\n {4}permissions:\n {6}contents: read/, ""],
    [
      "the publishing job runs no other code",
      release,
      "for tarball in",
      "npm ci\nfor tarball in".replaceAll("\n", `\n${" ".repeat(10)}`),
    ],
    [
      "the publishing job runs no other code",
      release,
      /echo "\$CHECKSUMS/,
      'node scripts/setup.mjs\n          echo "$CHECKSUMS',
    ],
    [
      "the publishing job runs no other code",
      release,
      "actions/download-artifact@",
      "actions/checkout-artifact@",
    ],
    [
      "the publishing job publishes what was built",
      release,
      "needs: [test, build]",
      "needs: [test]",
    ],
    ["the publishing job publishes what was built", release, "    environment: npm\n", ""],
    ["the publishing job publishes what was built", release, "--provenance", ""],
    ["the publishing job publishes what was built", release, " --ignore-scripts", ""],
    [
      "the publishing job publishes what was built",
      release,
      "sha256sum --check --strict SHA256SUMS",
      "true",
    ],
    [
      "a job that builds has no secrets",
      release,
      "- id: pack\n",
      "- id: pack\n        env:\n          NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n",
    ],
    ["a job that builds has no secrets", audit, "contents: read", "contents: write"],
    ["a job that builds has no secrets", release, "title: Release", "publish: npm run publish"],
    ["dependencies are audited on a schedule", audit, /schedule:\n.*cron.*\n/, ""],
    ["dependencies are audited on a schedule", audit, /pnpm audit /g, "pnpm list "],
    ["Dependabot updates npm", dependabot, "interval: weekly", "interval: monthly"],
    ["Dependabot updates npm", dependabot, "default-days: 7", "default-days: 0"],
    ["Dependabot updates github-actions", dependabot, "github-actions", "gitsubmodule"],
    ["pnpm is pinned by its hash", "package.json", /\+sha512\.[0-9a-f]+/, ""],
    ["pnpm is pinned by its hash", "package.json", "sha512.66", "sha512.67"],
    ["pnpm is pinned by its hash", "package.json", /"pnpm": "[\d.]+"/, '"pnpm": "12.0.0"'],
    [
      "packages come from the default registry",
      ".npmrc",
      "fund=false",
      "registry=https://npm.example",
    ],
    ["dependencies are aged, and run no scripts", workspace, "Age: 4320", "Age: 0"],
    ["dependencies are aged, and run no scripts", workspace, "Subdeps: true", "Subdeps: false"],
    ["dependencies are aged, and run no scripts", workspace, "strictDepBuilds: true", ""],
  ])("report: %s (%#)", (rule, file, from, to) => {
    expect(breaksAfter(file, from, to)).toContain(rule);
  });

  it.each([
    ["the job that builds", release, "contents: read\n    outputs", "id-token: write\n    outputs"],
    ["another workflow", audit, "contents: read", "id-token: write"],
    ["no job", release, "id-token: write", "id-token: none"],
  ])("report the right to publish in %s", (_title, file, from, to) => {
    expect(breaksAfter(file, from, to)).toContain("only the job publish may prove its identity");
  });

  it.each([
    ["a tarball", "{tarball: https://npm.example/a.tgz, integrity: sha512-x}"],
    ["a git repository", "{type: git, repo: https://git.example/a, commit: b}"],
    ["a weak hash", "{integrity: sha1-x}"],
  ])("report a dependency from %s", (_title, resolution) => {
    const lockfile = `${files["pnpm-lock.yaml"]}  a@1.0.0:\n    resolution: ${resolution}\n`;
    expect(rulesOf({ ...files, "pnpm-lock.yaml": lockfile })).toEqual([
      "a@1.0.0 comes from the registry, with its hash",
    ]);
  });
});

describe("the publishing job", () => {
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  const { steps } = parse(files[release]).jobs.publish;
  const { run: verify } = steps.find(({ name }) => name === "Verify the checksums");
  const sums = `${sha256("built")}  a.tgz\n`;

  /** Runs the step as the workflow says, over a folder with one tarball. */
  function verifyTarball(content, sumsFile = sums) {
    const cwd = mkdtempSync(join(tmpdir(), "numipay-release-"));
    writeFileSync(join(cwd, "a.tgz"), content);
    writeFileSync(join(cwd, "SHA256SUMS"), sumsFile);
    const env = { ...process.env, CHECKSUMS: sha256(sums) };
    return () => execFileSync("bash", ["-e", "-c", verify], { cwd, env, stdio: "pipe" });
  }

  it("takes the tarballs that were built", () => {
    expect(verifyTarball("built")).not.toThrow();
  });

  it("refuses a changed tarball", () => {
    expect(verifyTarball("changed")).toThrow(/a\.tgz: FAILED|did NOT match/);
  });

  it("refuses a changed list of checksums", () => {
    expect(verifyTarball("changed", `${sha256("changed")}  a.tgz\n`)).toThrow(/did NOT match/);
  });
});
