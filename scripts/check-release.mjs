// Holds the rules by which a release is built and published, and dependencies come in.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { findLockfileBreaks } from "./check-lockfile.mjs";
import { findWorkflowBreaks } from "./check-workflow.mjs";
import { reportFindings } from "./read-repository.mjs";

const workflows = ".github/workflows";

/** @returns {import("./read-repository.mjs").Finding[]} */
export function findReleaseBreaks(root) {
  const read = (file) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  const publishing = new Set();
  const findings = readdirSync(join(root, workflows)).flatMap((name) => {
    const file = `${workflows}/${name}`;
    const text = read(file);
    const workflow = parse(text);
    for (const [job, { permissions }] of Object.entries(workflow.jobs)) {
      if (permissions?.["id-token"] === "write") publishing.add(`${name} ${job}`);
    }
    return findWorkflowBreaks(file, text, workflow);
  });
  const broken = (isBroken, file, rule, advice) => {
    if (isBroken) findings.push({ file, line: 1, rule, advice });
  };

  broken(
    [...publishing].join() !== "release.yml publish",
    `${workflows}/release.yml`,
    "only the job publish may prove its identity",
    "Give `id-token: write` to the job `publish` of release.yml and to no other.",
  );
  broken(
    !isAudited(parse(read(`${workflows}/audit.yml`)) ?? {}),
    `${workflows}/audit.yml`,
    "dependencies are audited on a schedule",
    "Run `pnpm audit` and check-release.mjs on a `schedule` and on `workflow_dispatch`.",
  );
  for (const ecosystem of ["npm", "github-actions"]) {
    broken(
      !isUpdated(parse(read(".github/dependabot.yml")) ?? {}, ecosystem),
      ".github/dependabot.yml",
      `Dependabot updates ${ecosystem}`,
      "Give it a weekly schedule, groups, and a cooldown of at least 3 days.",
    );
  }
  return [...findings, ...findLockfileBreaks(read)];
}

function isAudited({ on, jobs = {} }) {
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
  return (
    on?.schedule?.some(({ cron }) => typeof cron === "string") === true &&
    "workflow_dispatch" in on &&
    runs.some((run) => run.includes("pnpm audit")) &&
    runs.some((run) => run.includes("scripts/check-release.mjs"))
  );
}

function isUpdated({ updates = [] }, ecosystem) {
  return updates.some(
    (update) =>
      update["package-ecosystem"] === ecosystem &&
      update.directory === "/" &&
      update.schedule?.interval === "weekly" &&
      update.cooldown?.["default-days"] >= 3 &&
      Object.keys(update.groups ?? {}).length > 0,
  );
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
  reportFindings(
    findReleaseBreaks(root),
    "Releases are built without secrets, and everything is pinned.",
  );
}
