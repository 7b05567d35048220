import type { Stats } from "node:fs";
import { access, constants, lstat, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { usageError } from "../failure/command-failure.js";
import { nameOption } from "../options/name-option.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { followLinks } from "./follow-links.js";
import { openDevice } from "./open-device.js";
import { alreadyExists, openFile } from "./open-file.js";
import { openPipe } from "./open-pipe.js";
import type { Target } from "./target.js";

/** How to write a file. */
export interface TargetOptions {
  readonly mayReplace: boolean;
  /** The option that names the file. Defaults to `--out`. */
  readonly option?: string;
  /** The mode of a new file, from which the umask is subtracted. Defaults to `0o600`, because exports are private. */
  readonly mode?: number;
  /** Ends the wait for the reader of a pipe. */
  readonly signal?: AbortSignal;
}

type TargetTerminal = Pick<GuardedTerminal, "data" | "note">;

/** The mode of files without private data, such as reports. */
export const sharedMode = 0o666;

/** True for `-` and the other names of standard output, and without a file. */
export function isStandardOutput(out: string | undefined): boolean {
  const names = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
  return out === undefined || names.includes(out);
}

/**
 * Opens a file that gets its name only when it is complete, or standard output. A replaced file keeps its mode and owner,
 * and a symbolic link remains one. A pipe and a device such as /dev/null are written to directly.
 *
 * @throws CommandFailure when the file exists and may not be replaced, or is a directory, a socket or a disk
 */
export async function openTarget(
  terminal: TargetTerminal,
  out: string | undefined,
  { mayReplace, option = "--out", mode = 0o600, signal }: TargetOptions,
): Promise<Target> {
  if (out === undefined || isStandardOutput(out)) {
    return { write: (text) => terminal.data(text), finish: resolved, abandon: resolved };
  }
  const found = await checkKind(out, option);
  if (found?.isFIFO() === true) return openPipe(out, option, signal);
  if (found?.isCharacterDevice() === true) return openDevice(out, option);
  // Also for a link without a target, because a file would be created elsewhere.
  if (!mayReplace && (await lstat(out).then(Boolean, () => false)))
    throw alreadyExists(out, option);
  return openFile(terminal, { out, option, mode, replaced: found, mayReplace });
}

/**
 * Checks that a file can be written, for a command that writes it when it ends.
 *
 * @throws CommandFailure as `openTarget` does
 */
export async function checkTarget(out: string, option: string): Promise<void> {
  if (isStandardOutput(out)) return;
  const found = await checkKind(out, option);
  const isWrittenDirectly = found !== undefined && !found.isFile();
  const written = isWrittenDirectly ? out : dirname(await followLinks(out, option));
  await nameOption(option, out, access(written, constants.W_OK));
}

/** Writes a file, as `openTarget` does. */
export async function writeTarget(
  terminal: TargetTerminal,
  out: string,
  text: string,
  options: TargetOptions,
): Promise<void> {
  const target = await openTarget(terminal, out, options);
  try {
    await target.write(text);
    await target.finish();
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

async function checkKind(out: string, option: string): Promise<Stats | undefined> {
  const found = await stat(out).catch(() => undefined);
  if (found?.isDirectory() === true) {
    throw usageError(`${option} ${out} is a directory. Pass a file.`);
  }
  if (found?.isBlockDevice() === true || found?.isSocket() === true) {
    throw usageError(`${option} ${out} is not a file. Choose another name.`);
  }
  return found;
}

const resolved = (): Promise<void> => Promise.resolve();
