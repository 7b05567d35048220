import { displayWidth } from "./display-width.js";
import { type Line, mapText, type Part, styleOf, toPlain } from "./part.js";

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
      append(last, gap, parts);
      used += displayWidth(gap) + length;
    } else {
      lines.push(indent === "" ? [...parts] : [indent, ...parts]);
      used = displayWidth(indent) + length;
    }
  }
  return lines.length === 0 ? [[]] : lines;
}

/** Adds a word to a line. A style continues through the whitespace between two words. */
function append(line: Part[], gap: string, parts: readonly Part[]): void {
  const [last, first] = [line.at(-1), parts[0]];
  if (last !== undefined && first !== undefined && styleOf(last) === styleOf(first)) {
    line[line.length - 1] = mapText(last, (text) => text + gap + toPlain(first));
    line.push(...parts.slice(1));
  } else line.push(gap, ...parts);
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
