import { randomUUID } from "node:crypto";
import { lstat, open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { usageFault } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { nameOption } from "../options/name-option.js";

/** Where an export goes. */
export interface ExportTarget {
  write(text: string): Promise<void>;
  /** All is written: the file appears under its name. */
  finish(): Promise<void>;
  /** Nothing appears. */
  abandon(): Promise<void>;
}

/**
 * A file that appears under its name only when it is whole, or standard output where none is named. A replaced file
 * keeps its mode, and a link to it stays a link.
 *
 * @throws CommandFailure when the file is there already and may not be replaced, or is none
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
    throw usageFault(`${option}: ${out} is there already. Choose another name, or add --force.`);
  }
  const replaced = await stat(out).catch(() => undefined);
  if (replaced?.isDirectory() === true) throw usageFault(`${option}: ${out} is a folder.`);
  // A rename would put a file in the place of /dev/null.
  if (replaced?.isFile() === false) {
    throw usageFault(`${option}: ${out} is no regular file. Name another one.`);
  }
  const target = await followLink(out);
  // Beside it, because a rename does not cross disks. A new name each time: in a container the process' id is not.
  const part = join(dirname(target), `.numipay-export-${randomUUID()}.part`);
  const file = await nameOption(option, out, open(part, "wx", 0o600));
  return {
    async write(text) {
      await file.write(text);
    },
    async finish() {
      // On the disk before it bears the name: a name without its content is what a power cut would leave.
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

/** The file that a link leads to, even if it is not there yet; any other path as it is. */
async function followLink(path: string): Promise<string> {
  const link = await readlink(path).catch(() => undefined);
  if (link === undefined) return path;
  return realpath(path).catch(() => resolve(dirname(path), link));
}
