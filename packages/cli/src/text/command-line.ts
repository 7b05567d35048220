import type { Block } from "./block.js";
import { displayWidth } from "./display-width.js";

/**
 * A command line to copy. A long one is continued on the next line with a backslash, between options: a shell reads it as
 * one line.
 */
export function commandLine(text: string, { indent = 2 } = {}): Block {
  return ({ width }) => {
    const lines: string[] = [];
    for (const part of toParts(text)) {
      const last = lines.at(-1);
      // Two columns for the backslash.
      if (last !== undefined && displayWidth(`${last} ${part}`) <= width - 2) {
        lines[lines.length - 1] = `${last} ${part}`;
      } else lines.push(`${" ".repeat(last === undefined ? indent : indent + 4)}${part}`);
    }
    return lines.map((line, at) => [at === lines.length - 1 ? line : `${line} \\`]);
  };
}

/** The command with its arguments, and each option with its value. Quoted text stays together. */
function toParts(text: string): string[] {
  const parts: string[] = [];
  for (const [word] of text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    const isStart = parts.length === 0 || /^(?:--|\||[<>]$)/.test(word);
    if (isStart) parts.push(word);
    else parts[parts.length - 1] += ` ${word}`;
  }
  return parts;
}
