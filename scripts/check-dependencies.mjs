// Checks which package and which module may import which. The tables are the rules; the rest reads imports against them.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  repositoryPath,
  listSourceFiles,
  readSource,
  readWorkspaces,
  reportFindings,
  resolveInside,
} from "./read-repository.mjs";

/**
 * Inside a package: each module (a folder of `src`, or a file beside them), and the modules that it may import. What has
 * no row here fails, so no file can be loose.
 */
const moduleDependencies = {
  core: {
    protocol: [],
    client: ["protocol"],
    webhooks: ["protocol"],
    reconcile: ["protocol", "client", "webhooks", "outbox"],
    outbox: ["protocol", "client", "webhooks"],
    // The list of messages, which the other modules define and publish.
    telemetry: ["protocol", "client", "webhooks", "reconcile", "outbox"],
    // The published entries.
    "protocol.ts": ["protocol"],
    "index.ts": ["protocol", "client", "webhooks", "reconcile", "outbox", "telemetry"],
    "node.ts": ["protocol", "client", "webhooks", "reconcile"],
  },
  sandbox: inLayers(
    ["gateway"],
    ["storage"],
    ["clock"],
    ["api"],
    ["chaos"],
    ["cashier", "delivery"],
    ["portal"],
    ["welcome"],
    ["control"],
    ["server"],
    ["sandbox"],
    ["index.ts"],
  ),
  cli: inLayers(
    ["failure", "text"],
    ["terminal"],
    ["command", "options"],
    ["input", "output"],
    ["gateway", "delivery"],
    ["export"],
    ["completion", "contract", "ledger", "reconcile", "recover", "sandbox", "verify"],
    ["doctor", "probe"],
    ["commands"],
    ["program"],
    ["index.ts", "main.ts"],
  ),
};

/** A module may import every module of the layers below its own, and none of its own layer or above. */
function inLayers(...layers) {
  return Object.fromEntries(
    layers.flatMap((names, at) => names.map((name) => [name, layers.slice(0, at).flat()])),
  );
}

const core = ["@numipay/core", "@numipay/core/node", "@numipay/core/protocol"];
const contract = "@numipay/core/contract/*";

/** Between packages: the entries of other packages that the source of a package may import. */
const packageDependencies = {
  core: [],
  express: core,
  koa: core,
  fastify: core,
  nestjs: core,
  sql: core,
  redis: core,
  bullmq: core,
  opentelemetry: core,
  testing: [...core, contract],
  // The sandbox must be able to disagree with the client and the receiver.
  sandbox: ["@numipay/core/protocol", contract],
  cli: ["@numipay/*"],
  // It starts the command of @numipay/cli, and talks to a sandbox over HTTP.
  mcp: ["@numipay/core", "@numipay/core/protocol"],
};

/** Apps and tools are users of the packages: any package, by its published entries. */
const appDependencies = ["@numipay/*"];

/** The tools that other tools may import. They are libraries, and import no other tool. */
const sharedTools = ["measure"];
/** The tool that holds the fixtures of the sample apps. Their demos and tests may import it, their source may not. */
const sampleFixtures = "sample-tests";

const advice = {
  "module rule":
    "Modules of a package depend in one direction: see moduleDependencies in scripts/check-dependencies.mjs. Move what both need to a lower module.",
  "loose file":
    "Move the file into the folder of its module, or give it a row in moduleDependencies in scripts/check-dependencies.mjs.",
  "package rule":
    "Import from an entry this package may use, or move the code to the package that owns it.",
  "no row": "Give the package its row in packageDependencies in scripts/check-dependencies.mjs.",
  "deep import":
    "Import a published entry of the package: what lies under dist or src is not its interface.",
  "unpublished entry": "Import an entry of the package's exports, or publish this one.",
  "crosses a boundary":
    "A relative path ends at the package's edge. Import the package by its name.",
  "imports an app":
    "Do not import an app or a tool. What two tools share belongs in a folder listed in sharedTools in scripts/check-dependencies.mjs, what the tests of sample apps share in tools/sample-tests, and anything else in a package.",
  cycle: "Move what both files need into a third one, or let the caller pass it in.",
};

/** @returns {import("./read-repository.mjs").Finding[]} */
export function findBrokenDependencies(root) {
  const workspaces = readWorkspaces(root);
  const files = workspaces.flatMap((workspace) =>
    listSourceFiles(workspace.dir).map((path) => ({
      workspace,
      path,
      file: repositoryPath(root, path),
      isSource: workspace.kind !== "packages" || path.startsWith(`${workspace.dir}/src/`),
      imports: readSource(path).imports,
    })),
  );
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const rule = brokenRule(file, specifier, workspaces);
      if (rule === undefined) return [];
      return [{ file: file.file, line, rule: `${rule}: ${specifier}`, advice: advice[rule] }];
    }),
  );
  return [...wrong, ...files.flatMap(findLooseFiles), ...findCycles(root, files)];
}

/** The first rule that an import breaks. Tests may use any package, but no package's inside. */
function brokenRule({ workspace, path, isSource }, specifier, workspaces) {
  const target = resolveInside(workspace, path, specifier);
  if (target !== undefined) {
    if (!target.startsWith(`${workspace.dir}/`)) return "crosses a boundary";
    return isSource ? brokenModuleRule(workspace, path, target) : undefined;
  }
  const owner = ownerOf(specifier, workspaces);
  if (owner === undefined) return undefined;
  if (owner === workspace) return isSource ? "package rule" : brokenEntry(owner, specifier);
  if (isSharedTool(owner) && workspace.kind === "tools") return brokenEntry(owner, specifier);
  if (owner.folder === sampleFixtures && isDemoOrTest(workspace, path)) {
    return brokenEntry(owner, specifier);
  }
  if (owner.kind !== "packages") return "imports an app";
  return (
    brokenEntry(owner, specifier) ??
    (isSource ? brokenPackageRule(workspace, specifier) : undefined)
  );
}

function isSharedTool({ kind, folder }) {
  return kind === "tools" && sharedTools.includes(folder);
}

function isDemoOrTest({ kind, dir }, path) {
  return kind === "apps" && ["demo", "test"].includes(repositoryPath(dir, path).split("/")[0]);
}

function brokenModuleRule(workspace, from, to) {
  const modules = moduleDependencies[workspace.folder];
  if (workspace.kind !== "packages" || modules === undefined) return undefined;
  const [module, other] = [from, to].map((path) => moduleOf(workspace, path));
  return module === other || modules[module]?.includes(other) ? undefined : "module rule";
}

function moduleOf({ dir }, path) {
  return repositoryPath(`${dir}/src`, path).split("/")[0];
}

/** Source files of no module. */
function findLooseFiles({ workspace, path, file, isSource }) {
  const modules = moduleDependencies[workspace.folder];
  if (!isSource || workspace.kind !== "packages" || modules === undefined) return [];
  if (modules[moduleOf(workspace, path)] !== undefined) return [];
  return [{ file, line: 1, rule: "loose file", advice: advice["loose file"] }];
}

function brokenPackageRule(workspace, specifier) {
  const allowed =
    workspace.kind !== "packages" ? appDependencies : packageDependencies[workspace.folder];
  if (allowed === undefined) return "no row";
  return allowed.some((entry) => matches(entry, specifier)) ? undefined : "package rule";
}

function brokenEntry(owner, specifier) {
  const entry = specifier.replace(owner.manifest.name, ".");
  if (/^\.\/(?:dist|src)(?:\/|$)/.test(entry)) return "deep import";
  const published = Object.keys(owner.manifest.exports ?? {});
  return published.some((pattern) => matches(pattern, entry)) ? undefined : "unpublished entry";
}

function ownerOf(specifier, workspaces) {
  return workspaces.find(({ manifest }) => {
    const name = manifest?.name;
    return name !== undefined && (specifier === name || specifier.startsWith(`${name}/`));
  });
}

function matches(pattern, text) {
  const [before, after] = pattern.split("*");
  if (after === undefined) return pattern === text;
  return text.startsWith(before) && text.endsWith(after);
}

/** Each cycle once, reported at the import that closes it. The client that Prisma generates has cycles of its own. */
function findCycles(root, files) {
  const written = files.filter(({ isSource, file }) => isSource && !file.includes("/generated/"));
  const byPath = new Map(written.map((file) => [file.path, file]));
  const done = new Set();
  const findings = [];

  const walk = (file, trail) => {
    if (done.has(file.path)) return;
    const onTrail = [...trail, file.path];
    for (const { specifier, line } of file.imports) {
      const target = resolveInside(file.workspace, file.path, specifier);
      const start = onTrail.indexOf(target);
      if (start !== -1) {
        const names = [...onTrail.slice(start), target].map((path) => repositoryPath(root, path));
        findings.push({
          file: file.file,
          line,
          rule: `cycle: ${names.join(" -> ")}`,
          advice: advice.cycle,
        });
      } else if (byPath.has(target)) {
        walk(byPath.get(target), onTrail);
      }
    }
    done.add(file.path);
  };
  for (const file of byPath.values()) walk(file, []);
  return findings;
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
  reportFindings(findBrokenDependencies(root), "Every import keeps the dependency rules.");
}
