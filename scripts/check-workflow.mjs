// The rules on one workflow of GitHub Actions.

/** What may run beside the right to publish; anything else could publish too. */
const publishingActions = ["actions/setup-node", "actions/download-artifact"];
const buildCommands =
  /\b(?:npx|pnpm|yarn|corepack|turbo|node|npm (?!publish |view ))|(?:^|[\s;&|])\.{0,2}\/\S*\.?(?:sh|mjs|js)\b|\.ci\//;

/**
 * @typedef {{ uses?: string, run?: string, with?: Record<string, unknown> }} Step
 * @typedef {{ permissions?: Record<string, string>, needs?: string | string[], environment?: unknown, steps: Step[] }} Job
 * @typedef {{ permissions?: unknown, on?: unknown, jobs: Record<string, Job> }} Workflow
 */

/**
 * @param {string} file
 * @param {string} text
 * @param {Workflow} workflow the text, parsed
 * @returns {import("./read-repository.mjs").Finding[]}
 */
export function findWorkflowBreaks(file, text, workflow) {
  const lines = text.split("\n");
  const findings = [];
  const broken = (isBroken, place, rule, advice) => {
    if (!isBroken) return;
    const line = lines.findIndex((one) => one.includes(place)) + 1;
    findings.push({ file, line: Math.max(line, 1), rule, advice });
  };

  broken(
    !isReadOnly(workflow.permissions),
    "permissions:",
    "a workflow begins without rights",
    "Begin with `permissions: {}` and give each job what it needs.",
  );
  broken(
    /pull_request_target|workflow_run/.test(text),
    "on:",
    "no foreign code beside secrets",
    "Use `pull_request`: it runs without secrets.",
  );
  for (const one of lines.filter((line) => /^\s*(?:- )?uses:/.test(line))) {
    broken(
      !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one),
      one,
      "actions are pinned",
      "Write the commit's full SHA and the version: `owner/action@SHA # v1.2.3`.",
    );
  }
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const place = `  ${name}:`;
    broken(
      job.steps.some(
        (step) =>
          isAction(step, "actions/checkout") && step.with?.["persist-credentials"] !== false,
      ),
      place,
      "a checkout keeps no credentials",
      "Give the checkout `persist-credentials: false`.",
    );
    broken(
      job.permissions === undefined,
      place,
      "a job names its rights",
      "Give the job `permissions`, such as `contents: read`.",
    );
    const isPublishing = job.permissions?.["id-token"] === "write";
    broken(
      isPublishing && runsOtherCode(job),
      place,
      "the publishing job runs no other code",
      "Install, build and check in another job, and hand over tarballs.",
    );
    broken(
      isPublishing && !isGuarded(job),
      place,
      "the publishing job publishes what was built",
      "Give it `needs: build`, an `environment`, the checksums' verification, and `--provenance --ignore-scripts`.",
    );
    broken(
      builds(job) && hasSecrets(job) && !isVersionJob(job),
      place,
      "a job that builds has no secrets",
      "Give it `contents: read` alone, and move what needs a secret into another job.",
    );
  }
  return findings;
}

function isReadOnly(permissions) {
  if (typeof permissions !== "object" || permissions === null) return false;
  return Object.values(permissions).every((right) => right === "read" || right === "none");
}

/** @type {(step: Step, name: string) => boolean} */
const isAction = (step, name) => step.uses?.startsWith(`${name}@`) === true;
/** @type {(job: Job) => string[]} */
const commandsOf = (job) => job.steps.flatMap(({ run }) => run ?? []);
/** @type {(job: Job) => boolean} */
const builds = (job) => commandsOf(job).some((run) => buildCommands.test(run));

/** @type {(job: Job) => boolean} */
function runsOtherCode(job) {
  const isForeign = (step) =>
    step.uses !== undefined && !publishingActions.some((name) => isAction(step, name));
  return job.steps.some(isForeign) || builds(job);
}

/** @type {(job: Job) => boolean} */
function isGuarded(job) {
  const commands = commandsOf(job);
  const publishes = commands.flatMap((run) => run.match(/npm publish .*/g) ?? []);
  const verified = commands.findIndex((run) =>
    run.includes("sha256sum --check --strict SHA256SUMS"),
  );
  return (
    [job.needs].flat().includes("build") &&
    job.environment !== undefined &&
    verified !== -1 &&
    commands.findIndex((run) => run.includes("npm publish")) > verified &&
    publishes.every((one) => one.includes("--provenance") && one.includes("--ignore-scripts"))
  );
}

/** @type {(job: Job) => boolean} */
function hasSecrets(job) {
  const rights = Object.values(job.permissions ?? {});
  return rights.includes("write") || /secrets\.|github\.token/.test(JSON.stringify(job));
}

/** It installs changesets and opens the pull request, with rights on the repository alone. */
function isVersionJob(job) {
  return (
    job.steps.some(
      (step) => isAction(step, "changesets/action") && step.with?.publish === undefined,
    ) &&
    job.permissions?.["id-token"] === undefined &&
    !JSON.stringify(job).includes("secrets.")
  );
}
