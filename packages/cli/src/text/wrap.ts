import { displayWidth } from "./display-width.js";
import { type Line, mapText, type Part, toPlain } from "./part.js";

/** Text without whitespace, in one or more styles, and the whitespace before it. */
interface Word {
  readonly gap: string;
  readonly parts: Part[];
}

/**
 * Breaks a text into lines at whitespace, and at its line breaks. A word that is longer than the width is never broken.
 * Indented lines keep their indentation.
 */
export function wrap(parts: readonly Part[], width: number): Line[] {
  return toWordLines(parts).flatMap((words) => wrapWords(words, width));
}

function wrapWords(words: readonly Word[], width: number): Line[] {
  const [{ gap: indent } = { gap: "" }] = words;
  const lines: Part[][] = [];
  let used = Infinity;
  for (const { gap, parts } of words) {
    const length = widthOf(parts);
    const last = lines.at(-1);
    if (last !== undefined && used + displayWidth(gap) + length <= width) {
      last.push(gap, ...parts);
      used += displayWidth(gap) + length;
    } else {
      lines.push(indent === "" ? [...parts] : [indent, ...parts]);
      used = displayWidth(indent) + length;
    }
  }
  return lines.length === 0 ? [[]] : lines;
}

/** The words of each line. */
function toWordLines(parts: readonly Part[]): Word[][] {
  const lines: Word[][] = [[]];
  let gap = "";
  let isInWord = false;
  for (const part of parts) {
    for (const text of toPlain(part).split(/(\n|[^\S\n]+)/)) {
      if (text === "") continue;
      if (text === "\n") {
        lines.push([]);
        [gap, isInWord] = ["", false];
      } else if (text.trim() === "") {
        [gap, isInWord] = [text, false];
      } else {
        const piece = mapText(part, () => text);
        if (isInWord) lines.at(-1)?.at(-1)?.parts.push(piece);
        else lines.at(-1)?.push({ gap, parts: [piece] });
        [gap, isInWord] = ["", true];
      }
    }
  }
  return lines;
}

/** The columns of a line. */
export function widthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + displayWidth(toPlain(part)), 0);
}
