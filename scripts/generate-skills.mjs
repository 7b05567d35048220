// Writes SKILL.md of each package, for coding agents: from its README, and from the rules in packages/mcp/README.md.
// `--check` writes nothing and fails when a file is not what the pages say. Either fails for a name that no package has.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import { listFiles, listPublicPackages } from "./read-repository.mjs";
import { root } from "./run-program.mjs";
import { findUnknownNames } from "./skills/find-unknown-names.mjs";
import { toSkill } from "./skills/to-skill.mjs";

/** A longer file costs an agent more than it helps. */
const longestSkill = 80;

/**
 * The skill files by path.
 *
 * @returns {Promise<Map<string, string>>}
 */
export async function generateSkills(folder = root) {
  const rules = readFileSync(join(folder, "packages/mcp/README.md"), "utf8");
  const skills = new Map();
  for (const { dir, folder: name, manifest } of listPublicPackages(folder)) {
    const text = toSkill({
      folder: name,
      name: manifest.name,
      description: manifest.description,
      readme: readFileSync(join(dir, "README.md"), "utf8"),
      rules,
    });
    const options = JSON.parse(readFileSync(join(folder, ".oxfmtrc.json"), "utf8"));
    skills.set(join(dir, "SKILL.md"), (await format("SKILL.md", text, options)).code);
  }
  return skills;
}

/** What is wrong with a skill file: one line each. */
export function findProblems(path, skill, api) {
  const lines = skill.trimEnd().split("\n").length;
  return [
    ...findUnknownNames(skill, api).map(
      (name) => `${path}: no package has ${name}. Fix its source.`,
    ),
    ...(lines > longestSkill
      ? [
          `${path}: ${lines} lines. At most ${longestSkill}: choose a shorter example in scripts/skills/to-skill.mjs.`,
        ]
      : []),
  ];
}

/** @returns {import("./skills/find-unknown-names.mjs").Api} */
export function readApi(folder = root) {
  const snapshots = join(folder, "docs/public-exports");
  const lines = readdirSync(snapshots).flatMap((name) =>
    readFileSync(join(snapshots, name), "utf8").trim().split("\n"),
  );
  const sources = listPublicPackages(folder)
    .flatMap(({ dir }) => listFiles(join(dir, "src")))
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(path, "utf8"));
  const usages = sources.flatMap((text) => [...text.matchAll(/usage: "([\w-]+)/g)]);
  const groups = sources.flatMap((text) => [...text.matchAll(/name: "([\w-]+)"/g)]);
  return {
    exports: new Set(lines.map((line) => line.replace(" type ", " "))),
    words: new Set(sources.flatMap((text) => text.match(/[A-Za-z_][\w-]*/g) ?? [])),
    commands: new Set([...usages, ...groups].map(([, command = ""]) => command)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const api = readApi();
  for (const [path, skill] of await generateSkills()) {
    const problems = findProblems(path, skill, api);
    if (!process.argv.includes("--check")) writeFileSync(path, skill);
    else if (!existsSync(path) || readFileSync(path, "utf8") !== skill) {
      problems.push(`${path} is not what the READMEs say. Run: npm run generate`);
    }
    if (problems.length > 0) {
      console.error(problems.join("\n"));
      process.exitCode = 1;
    }
  }
}
