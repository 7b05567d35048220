// Holds the packages as their users get them: packed, installed with npm into projects of several kinds, type-checked
// with each project's own TypeScript, and run. A project must print "ok" and nothing else: no warning either. A project with Jest
// must pass its tests without a warning.
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchNode } from "./fetch-node.mjs";
import { packPackages } from "./pack-packages.mjs";
import { listPublicPackages } from "./read-repository.mjs";
import { quietEnvironment, root, runProgram } from "./run-program.mjs";

/**
 * A project under `scripts/consumers`, and what is installed other than its package.json says. `compile` has options of further
 * compilations, and `nodes` the versions of Node beside the current one.
 *
 * @typedef {{ name: string, folder: string, versions?: Record<string, string>, compile?: string[][], nodes?: string[] }} Consumer
 */

// CI runs this check on each of them.
const otherNodes = process.env.CI === "true" ? [] : ["20.19.0", "22", "24"];

/** @type {Consumer[]} */
const consumers = [
  { name: "Nest 11, CommonJS, TypeScript 5.8", folder: "commonjs-nest" },
  { name: "Nest 10, CommonJS, TypeScript 5.8", folder: "commonjs-nest", versions: nest("10.4.22") },
  { name: "Nest 12, CommonJS, TypeScript 5.8", folder: "commonjs-nest", versions: nest("12.5.1") },
  { name: "ESM, TypeScript 6, all frameworks and the sandbox", folder: "esm-typescript-6" },
  { name: "ESM, TypeScript 6, databases and queue", folder: "esm-databases" },
  { name: "CommonJS, TypeScript 5.8, Express 4", folder: "commonjs-typescript-5" },
  {
    name: "CommonJS, TypeScript 5.4, Express 4",
    folder: "commonjs-typescript-5",
    versions: { typescript: "5.4.5" },
    compile: [["--module", "node16", "--moduleResolution", "node16"]],
  },
  { name: "ESM for bundlers, TypeScript 7, Hono and Next", folder: "bundler-typescript-7" },
  { name: "CommonJS, JavaScript", folder: "commonjs-javascript" },
  { name: "Jest in CommonJS, Nest 11 and Express", folder: "commonjs-jest" },
  {
    name: "Required and imported, one instance",
    folder: "mixed-formats",
    nodes: otherNodes,
  },
];

const atOnce = 2;
const install = ["install", "--prefer-offline", "--ignore-scripts", "--no-package-lock"];
const brieflyAtMost = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
// Not tsconfig.json: the linter would read it, and it does not know the options of older compilers.
const compilerOptions = "tsconfig.consumer.json";

function nest(version) {
  const packages = ["@nestjs/common", "@nestjs/core", "@nestjs/platform-express"];
  return Object.fromEntries(packages.map((name) => [name, version]));
}

/**
 * Returns what is wrong, or an empty text. Without a network there is nothing to install from: a reason to skip on a
 * developer's machine, a failure on CI.
 *
 * @param {Consumer[]} chosen
 */
async function runConsumers(chosen) {
  const folder = await mkdtemp(join(tmpdir(), "numipay-consumers-"));
  try {
    const packed = await packPackages(folder, listPublicPackages(root));
    const tarballs = Object.fromEntries(
      packed.map(({ name, file }) => [name, `file:${join(folder, file)}`]),
    );
    const waiting = [...chosen];
    const failures = [];
    const work = async () => {
      for (let consumer = waiting.shift(); consumer; consumer = waiting.shift()) {
        const startedAt = performance.now();
        const problem = await tryConsumer(consumer, folder, tarballs);
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        console.log(
          `${problem === undefined ? "ok    " : "failed"} ${seconds} s  ${consumer.name}`,
        );
        if (problem !== undefined) failures.push(`${consumer.name}: ${problem}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const isRegistryMissing =
      failures.some((failure) => failure.includes(": npm install\n")) &&
      !(await isRegistryThere(folder));
    // A failure, so that turbo does not cache it; `npm test` reads the word.
    return isRegistryMissing
      ? "Skipped: npm did not reach the registry, which the consumers are installed from"
      : failures.join("\n\n");
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** npm reports an unreachable registry in many ways, such as a conflict of versions. So this checks the registry itself. */
async function isRegistryThere(folder) {
  const asked = await runHere(folder, "npm", ["view", "typescript", "version", ...brieflyAtMost]);
  return asked.code === 0;
}

/** What is wrong with the packages for this consumer, or undefined. */
async function tryConsumer({ folder, versions = {}, compile = [], nodes = [] }, parent, tarballs) {
  const dir = await mkdtemp(join(parent, `${folder}-`));
  await cp(join(root, "scripts/consumers", folder), dir, { recursive: true });
  const path = join(dir, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  for (const name of Object.keys(manifest.dependencies)) {
    manifest.dependencies[name] = tarballs[name] ?? versions[name] ?? manifest.dependencies[name];
  }
  await writeFile(path, JSON.stringify(manifest));

  const installed = await runHere(dir, "npm", [...install, ...brieflyAtMost]);
  if (installed.code !== 0) return `npm install\n${installed.output}`;
  const isTypeScript = existsSync(join(dir, compilerOptions));
  if (isTypeScript) {
    const typescript = join(dir, "node_modules/typescript");
    const { bin } = JSON.parse(await readFile(join(typescript, "package.json"), "utf8"));
    const compiler = join(typescript, bin.tsc);
    for (const options of [[], ...compile]) {
      const args = [compiler, "-p", compilerOptions, ...options];
      const checked = await runHere(dir, process.execPath, args);
      if (checked.code !== 0) return `tsc ${options.join(" ")}\n${checked.output}`;
    }
  }
  if (manifest.jest !== undefined) return runJest(dir);
  const main = isTypeScript ? "dist/main.js" : "main.js";
  const others = [];
  for (const version of nodes) {
    const fetched = await fetchNode(version);
    if (fetched.problem !== undefined) return fetched.problem;
    others.push(fetched.path);
  }
  for (const node of [process.execPath, ...others]) {
    const ran = await runHere(dir, node, [main]);
    if (ran.code !== 0 || ran.output !== "ok\n") return `${node} ${main}\n${ran.output}`;
  }
  return undefined;
}

/** In one process: test files in the same worker have modules of their own, but share Node's. */
async function runJest(dir) {
  // The name that ts-jest reads.
  await rename(join(dir, compilerOptions), join(dir, "tsconfig.json"));
  const jest = [
    join(dir, "node_modules/jest/bin/jest.js"),
    "--runInBand",
    "--projects",
    ".",
    "express",
  ];
  const ran = await runHere(dir, process.execPath, jest);
  const isClean = ran.code === 0 && !/warn/i.test(ran.output);
  return isClean ? undefined : `jest\n${ran.output}`;
}

function runHere(cwd, program, args) {
  // The NODE_OPTIONS of this run are not part of a consumer, and neither is npm's configuration of the run.
  const env = { ...quietEnvironment, NODE_OPTIONS: undefined };
  return runProgram(program, args, { cwd, env, timeoutMs: 120_000 });
}

const [part = ""] = process.argv.slice(2);
const problem = await runConsumers(consumers.filter(({ name }) => name.includes(part)));
if (problem !== "") {
  console.error(problem);
  process.exitCode = 1;
}
