// Holds who may import whom. The tables are the drawing of the house; the rest reads imports against them.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  housePath,
  listSourceFiles,
  readSource,
  readWorkspaces,
  reportFindings,
  resolveInside,
} from "./read-house.mjs";

/** Inside core: a room, and the rooms it may import. The three files are core's published entries. */
const coreRooms = {
  protocol: [],
  client: ["protocol"],
  webhooks: ["protocol"],
  reconcile: ["protocol", "client", "webhooks"],
  "protocol.ts": ["protocol"],
  "index.ts": ["protocol", "client", "webhooks", "reconcile"],
  "node.ts": ["protocol", "client", "webhooks", "reconcile"],
};

const core = ["@numipay/core", "@numipay/core/node", "@numipay/core/protocol"];
const contract = "@numipay/core/contract/*";

/** Between packages: a package, and the entries of the house that its source may import. */
const packageArrows = {
  core: [],
  express: core,
  koa: core,
  fastify: core,
  nestjs: core,
  postgres: core,
  redis: core,
  bullmq: core,
  testing: [...core, contract],
  // The sandbox must be able to disagree with the client and the receiver.
  sandbox: ["@numipay/core/protocol", contract],
  cli: ["@numipay/*"],
};

/** An app is a user of the house: any package, by its published entries. */
const appArrows = ["@numipay/*"];

const advice = {
  "core room":
    "The rooms of core point one way: protocol <- client, webhooks <- reconcile. Move what is shared to protocol.",
  "package arrow":
    "Import from an entry this package may use, or move the code to the package that owns it.",
  "no row": "Give the package its row in packageArrows in scripts/check-arrows.mjs.",
  "deep import":
    "Import a published entry of the package: what lies under dist or src is not its interface.",
  "unpublished entry": "Import an entry that stands in the package's exports, or publish this one.",
  "crosses a boundary":
    "A relative path ends at the package's edge. Import the package by its name.",
  "imports an app": "Nobody imports an app. What two apps share belongs in a package.",
  cycle: "Move what both files need into a third one, or let the caller pass it in.",
};

/** @returns {import("./read-house.mjs").Finding[]} */
export function findWrongArrows(root) {
  const workspaces = readWorkspaces(root);
  const files = workspaces.flatMap((workspace) =>
    listSourceFiles(workspace.dir).map((path) => ({
      workspace,
      path,
      file: housePath(root, path),
      isSource: workspace.kind === "apps" || path.startsWith(`${workspace.dir}/src/`),
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
  return [...wrong, ...findCycles(root, files)];
}

/** The first rule that an import breaks. Tests may use any package, but no package's inside. */
function brokenRule({ workspace, path, isSource }, specifier, workspaces) {
  const target = resolveInside(workspace, path, specifier);
  if (target !== undefined) {
    if (!target.startsWith(`${workspace.dir}/`)) return "crosses a boundary";
    return isSource ? brokenCoreRule(workspace, path, target) : undefined;
  }
  const owner = ownerOf(specifier, workspaces);
  if (owner === undefined) return undefined;
  if (owner === workspace) return isSource ? "package arrow" : brokenEntry(owner, specifier);
  if (owner.kind === "apps") return "imports an app";
  return (
    brokenEntry(owner, specifier) ??
    (isSource ? brokenPackageRule(workspace, specifier) : undefined)
  );
}

function brokenCoreRule(workspace, from, to) {
  if (workspace.kind !== "packages" || workspace.folder !== "core") return undefined;
  const [room, other] = [from, to].map(
    (path) => housePath(`${workspace.dir}/src`, path).split("/")[0],
  );
  return room === other || coreRooms[room]?.includes(other) ? undefined : "core room";
}

function brokenPackageRule(workspace, specifier) {
  const allowed = workspace.kind === "apps" ? appArrows : packageArrows[workspace.folder];
  if (allowed === undefined) return "no row";
  return allowed.some((entry) => matches(entry, specifier)) ? undefined : "package arrow";
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

/** Each cycle once, told by the import that closes it. */
function findCycles(root, files) {
  const byPath = new Map(files.filter(({ isSource }) => isSource).map((file) => [file.path, file]));
  const done = new Set();
  const findings = [];

  const walk = (file, trail) => {
    if (done.has(file.path)) return;
    const onTrail = [...trail, file.path];
    for (const { specifier, line } of file.imports) {
      const target = resolveInside(file.workspace, file.path, specifier);
      const start = onTrail.indexOf(target);
      if (start !== -1) {
        const names = [...onTrail.slice(start), target].map((path) => housePath(root, path));
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
  reportFindings(findWrongArrows(root), "Every import goes along an arrow.");
}
