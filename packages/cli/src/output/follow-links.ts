import { readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { usageError } from "../failure/command-failure.js";

/** As many as Linux follows. */
const maxLinks = 40;

/**
 * Follows symbolic links, even if the last target does not exist. Returns any other path unchanged.
 *
 * @throws CommandFailure for a circle of links
 */
export async function followLinks(path: string, option: string): Promise<string> {
  let target = path;
  for (let count = 0; count <= maxLinks; count += 1) {
    const link = await readlink(target).catch(() => undefined);
    if (link === undefined) return target;
    const folder = dirname(target);
    // Resolved first, because `..` in a link is relative to the real directory.
    target = resolve(await realpath(folder).catch(() => folder), link);
  }
  throw usageError(`${option} ${path} has too many symbolic links. Choose another name.`);
}
