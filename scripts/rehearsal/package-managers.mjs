// The package managers that users install with, and how each is pointed at two registries: ours, and everyone's.
import { join } from "node:path";
import { root } from "../run-program.mjs";
import { bunBinary, toolFile } from "./fetch-tools.mjs";

/**
 * @typedef {{ ours: string, others: string }} Registries `ours`: for `@numipay/…`; `others`: as npm is configured
 * @typedef {{ name: string, add: string[], node?: string[], isArchived?: boolean, files: (registries: Registries, packages: { folder: string }[]) => Record<string, string>, env?: (caches: string) => Record<string, string> }} PackageManager
 * `add`: the command, to which packages are appended. `node`: what runs a program. `isArchived`: packages are not unpacked. `env`: the caches that are keyed by name and
 * version, so that they would serve the tarballs of the rehearsal before.
 */

const npmrc = ({ ours, others }) => `registry=${others}\n@numipay:registry=${ours}\n`;

/** As the README of @numipay/bullmq says: without it, pnpm fails. */
const builds = { "msgpackr-extract": false };

/**
 * yarn 1 stops where others warn. The READMEs of @numipay/fastify and @numipay/nestjs say so.
 */
const ignoringEngines =
  Number(process.versions.node.split(".")[0]) < 22 ? ["--ignore-engines"] : [];

/**
 * @param {string} tools of fetchTools
 * @returns {PackageManager[]}
 */
export function listPackageManagers(tools) {
  const node = process.execPath;
  const yarn = toolFile(tools, "@yarnpkg/cli-dist", "yarn");
  return [
    {
      name: "npm",
      add: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund"],
      files: (registries) => ({ ".npmrc": npmrc(registries) }),
    },
    {
      name: "pnpm",
      add: [node, join(root, "node_modules/pnpm/bin/pnpm.mjs"), "add", "--reporter=append-only"],
      files: (registries, packages) => ({
        ".npmrc": npmrc(registries),
        "pnpm-workspace.yaml": JSON.stringify({
          // What was published a minute ago is younger than pnpm allows.
          minimumReleaseAgeExclude: ["@numipay/*"],
          ...(packages.some(({ folder }) => folder === "bullmq") ? { allowBuilds: builds } : {}),
        }),
      }),
    },
    {
      name: "yarn 1",
      add: [node, toolFile(tools, "yarn", "yarn"), "add", "--non-interactive", ...ignoringEngines],
      files: ({ ours, others }) => ({
        ".yarnrc": `registry "${others}"\n"@numipay:registry" "${ours}"\n`,
      }),
      env: (caches) => ({ YARN_CACHE_FOLDER: join(caches, "yarn-1") }),
    },
    {
      name: "yarn 4",
      add: [node, yarn, "add"],
      node: [node, yarn, "node"],
      isArchived: true,
      files: ({ ours, others }) => ({
        "yarn.lock": "",
        ".yarnrc.yml": JSON.stringify({
          enableTelemetry: false,
          npmRegistryServer: others,
          npmScopes: { numipay: { npmRegistryServer: ours } },
          // What was published a minute ago is younger than yarn allows.
          npmPreapprovedPackages: ["@numipay/*"],
          unsafeHttpWhitelist: ["127.0.0.1"],
        }),
      }),
      env: (caches) => ({ YARN_GLOBAL_FOLDER: join(caches, "yarn-4") }),
    },
    {
      name: "bun",
      add: [bunBinary(tools), "add", "--no-progress"],
      files: ({ ours, others }) => ({
        "bunfig.toml": `[install]\nregistry = "${others}"\n[install.scopes]\nnumipay = "${ours}"\n`,
      }),
      env: (caches) => ({ BUN_INSTALL_CACHE_DIR: join(caches, "bun") }),
    },
  ];
}
