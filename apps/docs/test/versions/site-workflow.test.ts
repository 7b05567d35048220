import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPagesRepository, runStep } from "./site-workflow.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "site-workflow-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A site whose files contain their path. */
function writeSite(name: string, paths: readonly string[]): string {
  const site = join(folder, "sites", name);
  for (const path of paths) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), `${name} ${path}`);
  }
  return site;
}

describe("the branch of the site", () => {
  it("keeps each release in its folder beside the current site", () => {
    const repository = createPagesRepository(join(folder, "github"));
    const publishAll = [
      repository.publish(writeSite("first", ["index.html", "versions.json", "gone.html"]), ""),
      repository.publish(writeSite("1.9.0", ["index.html", "gone.html"]), "v1.9"),
      repository.publish(writeSite("1.10.0", ["index.html"]), "v1.10"),
      repository.publish(writeSite("1.9.1", ["index.html"]), "v1.9"),
      repository.publish(writeSite("second", ["index.html", ".hidden"]), ""),
    ];
    expect(publishAll.filter(({ code }) => code !== 0)).toEqual([]);
    const pages = join(folder, "pages");
    repository.checkOut(pages);
    const read = (path: string) => readFileSync(join(pages, path), "utf8");
    expect(read("index.html")).toBe("second index.html");
    expect(read("v1.9/index.html")).toBe("1.9.1 index.html");
    expect(read("v1.10/index.html")).toBe("1.10.0 index.html");
    expect(JSON.parse(read("versions.json"))).toEqual({ versions: ["v1.10", "v1.9"] });
    const exists = [".nojekyll", ".hidden", "gone.html", "v1.9/gone.html"].map((path) =>
      existsSync(join(pages, path)),
    );
    expect(exists).toEqual([true, true, false, false]);
    expect(repository.countCommits()).toBe(1);
  });

  it("lists no version before the first release", () => {
    const repository = createPagesRepository(join(folder, "github"));
    repository.publish(writeSite("first", ["index.html"]), "");
    repository.checkOut(join(folder, "pages"));
    expect(JSON.parse(readFileSync(join(folder, "pages/versions.json"), "utf8"))).toEqual({
      versions: [],
    });
  });

  it("starts again when another run pushed first", () => {
    const repository = createPagesRepository(join(folder, "github"));
    repository.publish(writeSite("first", ["index.html"]), "");
    refusePushes(repository.git, 2);
    expect(repository.publish(writeSite("1.0.0", ["index.html"]), "v1.0").code).toBe(0);
    repository.checkOut(join(folder, "pages"));
    expect(existsSync(join(folder, "pages/v1.0/index.html"))).toBe(true);
  });

  it("fails when it could never push", () => {
    const repository = createPagesRepository(join(folder, "github"));
    refusePushes(repository.git, 3);
    const { code, output } = repository.publish(writeSite("first", ["index.html"]), "");
    expect(code).toBe(1);
    expect(output).toContain("Run the workflow again.");
  });
});

/** As a branch that moved: the first pushes are refused. */
function refusePushes(git: string, times: number): void {
  const hook = join(git, "hooks/pre-receive");
  writeFileSync(hook, `#!/bin/sh\necho >>refused\ntest "$(wc -l <refused)" -gt ${times}\n`);
  chmodSync(hook, 0o755);
}

describe("the version of a tag", () => {
  const readVersion = (type: string, name: string) => {
    const output = join(folder, "output");
    const environment = { GITHUB_REF_TYPE: type, GITHUB_REF_NAME: name, GITHUB_OUTPUT: output };
    const { code } = runStep("build", "Read the version from the tag", folder, environment);
    return code === 0 ? readFileSync(output, "utf8") : "failed";
  };

  it("has no patch number", () => {
    expect(readVersion("tag", "v1.12.3")).toBe("version=v1.12\n");
  });
  it("is empty for main", () => {
    expect(readVersion("branch", "main")).toBe("version=\n");
  });
  it("is required of a tag", () => {
    expect(readVersion("tag", "nightly")).toBe("failed");
  });
});
