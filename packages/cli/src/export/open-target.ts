import { constants } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { usageFault } from "../command-failure.js";
import type { GuardedTerminal } from "../guard-terminal.js";

/** Where an export goes. */
export interface ExportTarget {
  write(text: string): Promise<void>;
  /** All is written: the file appears under its name. */
  finish(): Promise<void>;
  /** Nothing appears. */
  abandon(): Promise<void>;
}

/**
 * A file that appears under its name only when it is whole, or standard output where none is named.
 *
 * @throws CommandFailure when the file is there already and may not be replaced
 */
export async function openTarget(
  terminal: Pick<GuardedTerminal, "data">,
  out: string | undefined,
  mayReplace: boolean,
): Promise<ExportTarget> {
  if (out === undefined || out === "-") {
    return { write: (text) => terminal.data(text), finish: resolved, abandon: resolved };
  }
  if (!mayReplace && (await exists(out))) {
    throw usageFault(`--out: ${out} is there already. Choose another name, or add --force.`);
  }
  // Beside it, because a rename does not cross disks.
  const part = join(dirname(out), `.numipay-export-${process.pid}.part`);
  const file = await open(part, "wx", 0o600);
  return {
    async write(text) {
      await file.write(text);
    },
    async finish() {
      // On the disk before it bears the name: a name without its content is what a power cut would leave.
      await file.sync();
      await file.close();
      await rename(part, out);
    },
    async abandon() {
      await file.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

const resolved = (): Promise<void> => Promise.resolve();

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
