import type { Block } from "./block.js";
import { styled } from "./part.js";
import { paragraph } from "./prose.js";

/** Why the command failed. */
export function errorMessage(text: string): Block {
  return paragraph([styled("bad", "Error:"), ` ${text}`]);
}

/** What the user should know before the command continues. */
export function warning(text: string): Block {
  return paragraph([styled("caution", "Warning:"), ` ${text}`]);
}
