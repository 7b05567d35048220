// Reads the parts of a README that a skill file consists of.
import { readBlocks } from "../read-markdown.mjs";

/** @typedef {import("../read-markdown.mjs").Block} Block */
/** @typedef {{ title: string, level: number, text: string }} Section the text up to the next heading of any level */

/**
 * The sections of a page. The first has the title of the page.
 *
 * @returns {Section[]}
 */
export function readSections(markdown) {
  const sections = [];
  let isCode = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    const heading = isCode ? null : /^(#+) (.+)$/.exec(line);
    if (heading === null) {
      const current = sections.at(-1);
      if (current !== undefined) current.text += `${line}\n`;
    } else {
      sections.push({ level: heading[1].length, title: heading[2], text: "" });
    }
  }
  return sections;
}

/** The first paragraph of a section, as one line. */
export function firstParagraph({ text }) {
  return text
    .trim()
    .split(/\n\s*\n/)[0]
    .replaceAll("\n", " ");
}

/**
 * The first block of a section in one of these languages.
 *
 * @returns {Block | undefined}
 */
export function firstBlock({ text }, languages) {
  return readBlocks(text).find(({ language }) => languages.includes(language));
}

/** The items of a section's list, each as one line. */
export function listItems({ text }) {
  return text
    .split(/^- /m)
    .slice(1)
    .map((item) => asLine(item.split("\n\n")[0]));
}

function asLine(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}
