import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { count } from "../text/count.js";
import { paragraph } from "../text/prose.js";

const partName = /^\.numipay-export-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/;

/** A running export writes at least once per call to the gateway, whose timeout is at most a day. */
const staleAfterMs = 25 * 60 * 60 * 1000;

/** The name of a partial file. */
export function toPartName(id: string): string {
  return `.numipay-export-${id}.part`;
}

/** Removes the partial files of exports that were killed more than a day ago, and reports their number. */
export async function removeStaleParts(
  terminal: Pick<GuardedTerminal, "note">,
  folder: string,
): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => partName.test(name));
  const removed = await Promise.all(names.map((name) => removeIfStale(join(folder, name))));
  const total = removed.filter(Boolean).length;
  if (total === 0) return;
  terminal.note(paragraph(`Removed ${count(total, "partial file")} of exports that were killed.`));
}

async function removeIfStale(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await lstat(file);
    if (Date.now() - mtimeMs < staleAfterMs) return false;
    await rm(file);
    return true;
  } catch {
    // Another process has removed it, or it belongs to another user.
    return false;
  }
}
