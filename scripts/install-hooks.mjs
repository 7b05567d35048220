// `npm run hooks`: has git check the subject of each commit in this clone. Nothing else installs hooks.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("hooks/commit-msg", import.meta.url));

/**
 * Copies the hook to where git looks for it. Another commit-msg hook is kept.
 * @param {string} root a clone of the repository
 * @returns {{ path: string, isInstalled: boolean }}
 */
export function installHook(root) {
  const folder = execFileSync("git", ["rev-parse", "--git-path", "hooks"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const path = join(resolve(root, folder), "commit-msg");
  const isOther = existsSync(path) && !readFileSync(path, "utf8").includes("Numipay for Node");
  if (isOther) return { path, isInstalled: false };
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(source, path);
  chmodSync(path, 0o755);
  return { path, isInstalled: true };
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const { path, isInstalled } = installHook(fileURLToPath(new URL("..", import.meta.url)));
  if (isInstalled) {
    console.log(`Installed ${path}. Delete the file to remove the hook.`);
  } else {
    console.error(`${path} already exists and is not ours. Call scripts/hooks/commit-msg from it.`);
    process.exitCode = 1;
  }
}
