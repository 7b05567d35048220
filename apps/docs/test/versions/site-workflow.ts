import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folders } from "../../src/site-folders.js";

interface Workflow {
  jobs: Record<"build" | "publish", { steps: { name?: string; run?: string }[] }>;
}

export interface RunResult {
  code: number | null;
  output: string;
}

const file = join(folders.repository, ".github/workflows/site.yml");
const { jobs } = parse(readFileSync(file, "utf8")) as Workflow;

/** Runs a step of the workflow as the runner does. */
export function runStep(
  job: "build" | "publish",
  name: string,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): RunResult {
  const script = jobs[job].steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`site.yml has no step "${name}" in the job ${job}.`);
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
    { cwd, encoding: "utf8", env: { ...process.env, ...environment } },
  );
  return { code: status, output: stdout + stderr };
}

/** A repository on this machine in the place of GitHub's, which the job `publish` pushes to. */
export function createPagesRepository(folder: string) {
  const git = join(folder, "numipay/numipay-node.git");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(git, { recursive: true });
  execFileSync("git", ["init", "--quiet", "--bare", git]);
  // As on GitHub.
  execFileSync("git", ["-C", git, "config", "uploadpack.allowAnySHA1InWant", "true"]);
  return {
    git,
    publish(site: string, version: string): RunResult {
      const cwd = join(folder, "runner");
      rmSync(cwd, { recursive: true, force: true });
      cpSync(site, join(cwd, "site"), { recursive: true });
      return runStep("publish", "Push the branch", cwd, {
        GITHUB_SERVER_URL: `file://${folder}`,
        GITHUB_REPOSITORY: "numipay/numipay-node",
        GITHUB_SHA: "0123456",
        TOKEN: "token",
        VERSION: version,
      });
    },
    /** Writes the files of the branch into an empty folder. */
    checkOut(target: string): void {
      mkdirSync(target, { recursive: true });
      const archive = execFileSync("git", ["-C", git, "archive", "gh-pages"]);
      execFileSync("tar", ["-x", "-C", target], { input: archive });
    },
    countCommits: () =>
      Number(
        execFileSync("git", ["-C", git, "rev-list", "--count", "gh-pages"], { encoding: "utf8" }),
      ),
  };
}
