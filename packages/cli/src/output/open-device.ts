import { escapeControls } from "@numipay/core/protocol";
import { constants, open } from "node:fs/promises";
import { isatty } from "node:tty";
import { nameOption } from "../options/name-option.js";
import type { Target } from "./target.js";

/** Opens a device such as /dev/null or /dev/tty. */
export async function openDevice(out: string, option: string): Promise<Target> {
  const file = await nameOption(option, out, open(out, constants.O_WRONLY));
  const toText = isatty(file.fd) ? escapeControls : (text: string): string => text;
  return {
    write: (text) => nameOption(option, out, file.writeFile(toText(text))),
    finish: () => file.close(),
    abandon: () => file.close().catch(() => undefined),
  };
}
