// Installs packages into an empty folder, as a user does, and runs their smoke programs.
import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quietEnvironment, runProgram } from "../run-program.mjs";
import { findUnexpectedWarnings } from "./expected-warnings.mjs";

const programs = fileURLToPath(new URL("smoke", import.meta.url));
const timeoutMs = 180_000;

/**
 * @param {import("./package-managers.mjs").PackageManager} manager
 * @param {import("./rehearsed-packages.mjs").RehearsedPackage[]} packages installed together; the rehearsal of a package alone has one
 * @param {{ folder: string, registries: import("./package-managers.mjs").Registries, stamp: string }} options `stamp`: in every
 * package.json that was published
 * @returns {Promise<{ problems: string[], skipped: string[] }>}
 */
export async function rehearseInstall(manager, packages, { folder, registries, stamp }) {
  const slug = `${manager.name}-${packages.map((one) => one.folder).join("-")}`.replaceAll(
    " ",
    "-",
  );
  const cwd = await mkdtemp(join(folder, `${slug.slice(0, 40)}-`));
  const manifest = { name: "rehearsal", version: "1.0.0", license: "MIT", private: true };
  const files = {
    "package.json": JSON.stringify(manifest),
    ...manager.files(registries, packages),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  const env = userEnvironment(manager.env?.(join(folder, "caches")));
  const specs = [...new Set(packages.flatMap((one) => one.specs))];
  const [program = "", ...args] = [...manager.add, ...specs];
  const installed = await runProgram(program, args, { cwd, env, timeoutMs });
  const title = `${manager.name}, ${packages.map((one) => one.folder).join(", ")}`;
  if (installed.code !== 0)
    return { problems: [`${title}: install\n${installed.output}`], skipped: [] };

  const toFolder = (one) => one.folder;
  const folders = packages.map(toFolder);
  // Plug'n'Play keeps packages in archives, from which Node's require() loads no ES module.
  const isRequired = (one) => !manager.isArchived || one.hasCommonJs;
  const warnings = findUnexpectedWarnings(installed.output, { manager: manager.name, folders });
  const problems = warnings.map((line) => `${title}: unexpected warning\n${line}`);
  const skipped = [];
  await cp(programs, cwd, { recursive: true });
  const [node = "", ...nodeArgs] = manager.node ?? [process.execPath];
  for (const runner of ["run-esm.mjs", "run-commonjs.cjs"]) {
    const ran = runner === "run-esm.mjs" ? folders : packages.filter(isRequired).map(toFolder);
    if (ran.length === 0) continue;
    const smoke = [...nodeArgs, runner, stamp, ...ran];
    const { code, output } = await runProgram(node, smoke, { cwd, env, timeoutMs });
    const lines = output.trim().split("\n");
    skipped.push(...lines.filter((line) => line.startsWith("skipped: ")));
    const rest = lines.filter((line) => !line.startsWith("skipped: "));
    if (code === 0 && rest.join() === ran.map((one) => `ok ${one}`).join()) continue;
    problems.push(`${title}: node ${runner} ${ran.join(" ")}\n${output}`);
  }
  return { problems, skipped };
}

/** What runs this program is not part of a user's shell: no NODE_OPTIONS, no settings of npm or the registry. */
function userEnvironment(caches = {}) {
  const own = Object.entries(quietEnvironment).filter(
    ([name]) => !/^(?:npm_(?!config_cache$)|NPM_|NODE_OPTIONS$|INIT_CWD$)/.test(name),
  );
  return { ...Object.fromEntries(own), ...caches, npm_config_update_notifier: "false" };
}
