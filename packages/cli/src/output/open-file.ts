import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { usageError } from "../failure/command-failure.js";
import { isSystemError, nameOption } from "../options/name-option.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { followLinks } from "./follow-links.js";
import { removeStaleParts, toPartName } from "./stale-parts.js";
import type { Target } from "./target.js";

interface FileRequest {
  readonly out: string;
  readonly option: string;
  readonly mode: number;
  /** The existing file, if any. */
  readonly replaced: Stats | undefined;
  readonly mayReplace: boolean;
}

/** Opens a file that gets its name only when it is complete. */
export async function openFile(
  terminal: Pick<GuardedTerminal, "note">,
  { out, option, mode, replaced, mayReplace }: FileRequest,
): Promise<Target> {
  const target = await followLinks(out, option);
  const folder = dirname(target);
  await removeStaleParts(terminal, folder);
  // In the same directory, because a rename cannot cross file systems. Process ids are not unique across containers.
  const part = join(folder, toPartName(randomUUID()));
  const file = await nameOption(
    option,
    out,
    open(part, "wx", replaced === undefined ? mode : 0o600),
  );
  const abandon = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
  };
  try {
    if (replaced !== undefined) await keepOwner(file, replaced);
  } catch {
    await abandon();
    throw usageError(
      `Cannot keep the owner of the ${option} file ${out}. Remove the file, or choose another name.`,
    );
  }
  const publish = async (): Promise<void> => {
    if (replaced !== undefined) await file.chmod(replaced.mode & 0o777);
    // Synced before the rename, so that a power failure cannot leave an empty file under the name.
    await file.sync();
    await file.close();
    if (mayReplace || !(await isLinked(part, target))) await rename(part, target);
    else await rm(part);
  };
  return {
    // Unlike write(), this also writes the rest of a text that did not fit at once, or fails.
    write: (text) => nameOption(option, out, file.writeFile(text)),
    async finish() {
      try {
        await nameOption(option, out, publish());
      } catch (error) {
        throw isSystemError(error) && error.code === "EEXIST" ? alreadyExists(out, option) : error;
      }
    },
    abandon,
  };
}

/** The failure of a file that may not be replaced. */
export function alreadyExists(out: string, option: string): Error {
  return usageError(
    `The ${option} file ${out} already exists. Choose another name, or add --force.`,
  );
}

async function keepOwner(file: FileHandle, { uid, gid }: Stats): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
}

/** Unlike a rename, a link never replaces a file that another process has created in the meantime. */
async function isLinked(part: string, target: string): Promise<boolean> {
  try {
    await link(part, target);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") throw error;
    // Not every file system has links.
    return false;
  }
}
