// Packs packages into tarballs, as they are published.
import { runProgram } from "./run-program.mjs";

/**
 * @param {string} folder where the tarballs go
 * @param {import("./read-repository.mjs").Workspace[]} packages
 * @returns {Promise<{ name: string, file: string }[]>} the file's name in `folder`
 */
export async function packPackages(folder, packages) {
  const tarballs = [];
  for (const { dir, manifest } of packages) {
    const file = `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
    const { code, output } = await runProgram("pnpm", ["pack", "--pack-destination", folder], {
      cwd: dir,
    });
    if (code !== 0) throw new Error(`${manifest.name} was not packed.\n${output}`);
    tarballs.push({ name: manifest.name, file });
  }
  return tarballs;
}
