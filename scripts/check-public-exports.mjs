// Holds what the packages export against docs/public-exports/: a name appears or disappears only on purpose.
// `--update` writes the files again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";
import { listPublicPackages, moduleEntries } from "./read-repository.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const snapshots = join(root, "docs", "public-exports");
const isUpdate = process.argv.includes("--update");

/** One line an export, beginning with what a user writes after `from`. */
async function describeEntry({ dir, manifest }, { entry, path, types }) {
  const values = Object.keys(await import(pathToFileURL(join(dir, path)).href));
  const declared = declaredNames(join(dir, types ?? path.replace(/\.js$/, ".d.ts")));
  const untyped = values.filter((name) => !declared.includes(name));
  if (untyped.length > 0) throw new Error(`${entry} exports without a type: ${untyped.join(", ")}`);
  const typeNames = declared.filter((name) => !values.includes(name));
  const source = `${manifest.name}${entry.slice(1)}`;
  return [
    ...values.toSorted().map((name) => `${source} ${name}`),
    ...typeNames.toSorted().map((name) => `${source} type ${name}`),
  ];
}

function declaredNames(path) {
  const { module } = parseSync(path, readFileSync(path, "utf8"));
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  return exported.map(({ exportName }) => exportName.name ?? "default");
}

/** The lines that left with a minus, the lines that came with a plus. */
function differences(before, now) {
  return [
    ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

async function checkPackage(workspace) {
  const now = [];
  for (const entry of moduleEntries(workspace.manifest)) {
    now.push(...(await describeEntry(workspace, entry)));
  }
  const snapshot = join(snapshots, `${workspace.folder}.txt`);
  const before = existsSync(snapshot) ? readFileSync(snapshot, "utf8").trimEnd().split("\n") : [];
  if (!isUpdate) return differences(before, now);
  mkdirSync(dirname(snapshot), { recursive: true });
  writeFileSync(snapshot, `${now.join("\n")}\n`);
  return [];
}

const packages = listPublicPackages(root);
const changes = [];
for (const workspace of packages) {
  try {
    changes.push(...(await checkPackage(workspace)));
  } catch (error) {
    changes.push(`${workspace.manifest.name} does not load: ${error.message}`);
  }
}
if (changes.length > 0) {
  console.error(changes.join("\n"));
  console.error(
    "\nThe public exports are not what docs/public-exports says. If that is the intention, run\n" +
      "`node scripts/check-public-exports.mjs --update`, and write a changeset for it.",
  );
} else {
  console.log(`The public exports of ${packages.length} packages are as written down.`);
}
// A package under check may keep a handle open.
process.exit(changes.length > 0 ? 1 : 0);
