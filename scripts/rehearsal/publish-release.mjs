// Publishes packed tarballs with the commands of release.yml, in the environment that GitHub Actions would give them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { quietEnvironment, root, runProgram } from "../run-program.mjs";

export const publishSteps = {
  verify: "Verify the checksums",
  publish: "Publish the tarballs",
  check: "Check that npm lists the provenance",
};

/**
 * The environment of the job `publish`.
 * @param {{ folder: string, registry: { url: string, token: string }, sigstore: { env: Record<string, string> }, commit: string, checksums: string }} release
 */
export function publishEnvironment({ folder, registry, sigstore, commit, checksums }) {
  const npmrc = join(folder, "publish.npmrc");
  const { host } = new URL(registry.url);
  // As actions/setup-node writes it.
  writeFileSync(npmrc, `//${host}/:_authToken=\${NODE_AUTH_TOKEN}\nregistry=${registry.url}\n`);
  return {
    ...quietEnvironment,
    ...sigstore.env,
    NPM_CONFIG_USERCONFIG: npmrc,
    npm_config_registry: registry.url,
    NODE_AUTH_TOKEN: registry.token,
    CHECKSUMS: checksums,
    ATTEMPTS: "1",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REPOSITORY: "numipay/numipay-node",
    GITHUB_REPOSITORY_ID: "1",
    GITHUB_REPOSITORY_OWNER_ID: "1",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: commit,
    GITHUB_WORKFLOW_REF: "numipay/numipay-node/.github/workflows/release.yml@refs/heads/main",
    RUNNER_ENVIRONMENT: "github-hosted",
  };
}

/**
 * Runs one step of the job `publish`.
 * @param {string} name
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options `cwd`: the folder with the tarballs
 */
export function runPublishStep(name, { cwd, env }) {
  const { jobs } = parse(readFileSync(join(root, ".github/workflows/release.yml"), "utf8"));
  const step = jobs.publish.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`release.yml has no step "${name}" in the job publish.`);
  // GitHub runs `run` with these options.
  return runProgram("bash", ["-eo", "pipefail", "-c", step.run], { cwd, env });
}
