// Copies the repository for a rehearsal, so that raised versions and changelogs never reach the working tree.
import { cpSync, mkdirSync, readdirSync, readlinkSync, realpathSync, symlinkSync } from "node:fs";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readWorkspaces } from "../read-repository.mjs";
import { root, runProgram } from "../run-program.mjs";

/** What is built, so that the copy rebuilds only what the new version changes. */
const built = ["dist", ".tsbuildinfo", "test/programs/dist", "test/programs/.tsbuildinfo"];

/**
 * Copies what git would commit, with the installed packages and the builds, and commits it: changelogs link to commits.
 * @param {string} target an empty folder
 */
export async function copyRepository(target) {
  const listed = await run("git", ["ls-files", "-z", "-co", "--exclude-standard"], root);
  for (const file of listed.split("\0")) {
    if (file !== "" && existsSync(join(root, file))) copy(join(root, file), join(target, file));
  }
  const folders = readWorkspaces(root).map(({ kind, folder }) => `${kind}/${folder}`);
  for (const folder of ["", ...folders]) {
    linkPackages(join(root, folder, "node_modules"), join(target, folder, "node_modules"));
    for (const name of built) copy(join(root, folder, name), join(target, folder, name));
  }
  const identity = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@localhost"];
  await run("git", ["init", "--quiet", "--initial-branch=main"], target);
  await run("git", ["add", "--all"], target);
  const commit = ["commit", "--quiet", "--no-verify", "--no-gpg-sign", "-m", "A rehearsal"];
  await run("git", [...identity, ...commit], target);
  return (await run("git", ["rev-parse", "HEAD"], target)).trim();
}

/** What an install in the copy has changed in the repository, with which it shares the installed packages. */
export function findLinksInto(target) {
  const hoisted = join(root, "node_modules/.pnpm/node_modules");
  return readdirSync(hoisted, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => join(hoisted, name))
    .filter((link) => resolve(hoisted, readlinkSync(link)).startsWith(join(target, "/")));
}

function copy(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

/** pnpm's links are relative: those to workspaces lead into the copy, the others through `.pnpm` to what is installed. */
function linkPackages(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), join(to, entry.name));
    else if (entry.name.startsWith("@")) linkPackages(source, join(to, entry.name));
    else if (entry.name === ".bin") copy(source, join(to, entry.name));
    else symlinkSync(realpathSync(source), join(to, entry.name));
  }
}

async function run(program, args, cwd) {
  const { code, output } = await runProgram(program, args, { cwd });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}\n${output}`);
  return output;
}
