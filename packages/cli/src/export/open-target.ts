import { randomUUID } from "node:crypto";
import { lstat, open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { usageError } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { nameOption } from "../options/name-option.js";

/** The destination of an export. */
export interface ExportTarget {
  write(text: string): Promise<void>;
  /** Moves the complete file to its name. */
  finish(): Promise<void>;
  /** Removes the partial file. */
  abandon(): Promise<void>;
}

/**
 * Opens a file that gets its name only when it is complete, or standard output without a name. A replaced file keeps its
 * mode, and a symbolic link remains one.
 *
 * @throws CommandFailure when the file exists and may not be replaced, or is not a regular file
 */
export async function openTarget(
  terminal: Pick<GuardedTerminal, "data">,
  out: string | undefined,
  { mayReplace, option = "--out" }: { mayReplace: boolean; option?: string },
): Promise<ExportTarget> {
  if (out === undefined || out === "-") {
    return { write: (text) => terminal.data(text), finish: resolved, abandon: resolved };
  }
  if (!mayReplace && (await lstat(out).then(Boolean, () => false))) {
    throw usageError(
      `The ${option} file ${out} already exists. Choose another name, or add --force.`,
    );
  }
  const replaced = await stat(out).catch(() => undefined);
  if (replaced?.isDirectory() === true) {
    throw usageError(`${option} ${out} is a directory. Pass a file.`);
  }
  // A rename would replace a device such as /dev/null with a file.
  if (replaced?.isFile() === false) {
    throw usageError(`${option} ${out} is not a regular file. Choose another name.`);
  }
  const target = await followLink(out);
  // In the same directory, because a rename cannot cross file systems. Process ids are not unique across containers.
  const part = join(dirname(target), `.numipay-export-${randomUUID()}.part`);
  const file = await nameOption(option, out, open(part, "wx", 0o600));
  return {
    async write(text) {
      await file.write(text);
    },
    async finish() {
      // Synced before the rename, so that a power failure cannot leave an empty file under the name.
      if (replaced !== undefined) await file.chmod(replaced.mode & 0o777);
      await file.sync();
      await file.close();
      await nameOption(option, out, rename(part, target));
    },
    async abandon() {
      await file.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

const resolved = (): Promise<void> => Promise.resolve();

/** Resolves a symbolic link, even if its target does not exist. Returns any other path unchanged. */
async function followLink(path: string): Promise<string> {
  const link = await readlink(path).catch(() => undefined);
  if (link === undefined) return path;
  return realpath(path).catch(() => resolve(dirname(path), link));
}
