import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listPublicPackages } from "../read-repository.mjs";
import { findUnexpectedWarnings } from "../rehearsal/expected-warnings.mjs";
import { findProvenanceBreaks } from "../rehearsal/find-provenance-breaks.mjs";
import { rehearsedPackage } from "../rehearsal/rehearsed-packages.mjs";
import { root } from "../run-program.mjs";

describe("the output of a package manager", () => {
  const inBullmq = { manager: "yarn 4", folders: ["bullmq"] };

  it("may have warnings that a README explains", () => {
    const output =
      "➤ YN0000: · Done with warnings in 1s\n➤ YN0004: │ msgpackr-extract@npm:3.0.7 lists build scripts";
    expect(findUnexpectedWarnings(output, inBullmq)).toEqual([]);
  });

  it.each([
    ["npm", "npm warn deprecated inflight@1.0.6: leaks memory"],
    ["npm", "npm warn ERESOLVE overriding peer dependency"],
    ["pnpm", "[WARN] Issues with peer dependencies found: unmet peer express"],
    ["yarn 1", 'warning " > @numipay/koa@0.1.0" has unmet peer dependency "koa@^3.0.0".'],
    ["yarn 4", "➤ YN0002: │ rehearsal@workspace:. doesn't provide koa"],
    ["bun", "warn: incorrect peer dependency"],
  ])("has no other warning of %s", (manager, line) => {
    expect(
      findUnexpectedWarnings(`added 3 packages\n${line}`, { manager, folders: ["koa"] }),
    ).toEqual([line]);
  });

  it("may not have them for another package", () => {
    const line = "➤ YN0004: │ msgpackr-extract@npm:3.0.7 lists build scripts";
    expect(findUnexpectedWarnings(line, { ...inBullmq, folders: ["koa"] })).toEqual([line]);
  });
});

describe("the rehearsal", () => {
  it.each(listPublicPackages(root).map(({ folder }) => folder))("installs %s", (folder) => {
    expect(rehearsedPackage(folder).specs[0]).toBe(`@numipay/${folder}`);
  });

  it("rejects a package without a row", () => {
    expect(() => rehearsedPackage("hono")).toThrow(/packages\/hono is not rehearsed/);
  });
});

describe("provenance", () => {
  const hash = createHash("sha512").update("tarball");
  const digest = hash.digest();
  const published = [
    {
      name: "@numipay/koa",
      version: "1.0.0",
      folder: "koa",
      file: "",
      integrity: `sha512-${digest.toString("base64")}`,
    },
  ];
  const statement = {
    subject: [{ name: "pkg:npm/%40numipay/koa@1.0.0", digest: { sha512: digest.toString("hex") } }],
    predicate: {
      buildDefinition: {
        externalParameters: {
          workflow: {
            repository: "https://github.com/numipay/numipay-node",
            path: ".github/workflows/release.yml",
          },
        },
        resolvedDependencies: [{ digest: { gitCommit: "abc" } }],
      },
    },
  };
  const payload = Buffer.from(JSON.stringify(statement)).toString("base64");
  const registry = { attested: new Map([["@numipay/koa@1.0.0", { dsseEnvelope: { payload } }]]) };
  const sigstore = { statements: [statement] };

  it("is about the published bytes and this repository", () => {
    expect(findProvenanceBreaks(published, { registry, sigstore, commit: "abc" })).toEqual([]);
  });

  it("is missing if npm signed nothing", () => {
    const seen = { registry, sigstore: { statements: [] }, commit: "abc" };
    expect(findProvenanceBreaks(published, seen)).toEqual([
      "@numipay/koa@1.0.0: npm signed no statement",
    ]);
  });

  it("is missing if it was not uploaded or is about other bytes", () => {
    const other = [{ ...published[0], integrity: "sha512-AAAA" }];
    const seen = { registry: { attested: new Map() }, sigstore, commit: "def" };
    expect(findProvenanceBreaks(other, seen)).toEqual([
      "@numipay/koa@1.0.0: the statement is about other bytes",
      "@numipay/koa@1.0.0: the statement names another commit",
      "@numipay/koa@1.0.0: the statement was not uploaded",
    ]);
  });
});
