// Takes the examples out of the pages. An example begins with its imports, and goes on in the blocks after it.
import { readBlocks } from "./read-markdown.mjs";

const languages = { ts: "ts", typescript: "ts", js: "js", javascript: "js" };

/**
 * @typedef {{ line: number, text: string }} ExampleBlock `line`: that of its first line of code
 * @typedef {{ page: string, line: number, extension: string, isRun: boolean, isServed: boolean, text: string, blocks: ExampleBlock[] }} Example
 */

/** The examples of all pages, and what is wrong with the way they are written. */
export function collectExamples(pages) {
  /** @type {Example[]} */
  const examples = [];
  const problems = [];
  for (const { file, text } of pages) {
    let current;
    for (const block of readBlocks(text)) {
      const extension = languages[block.language];
      if (extension === undefined) continue;
      const problem = problemOf(block, extension, current);
      if (problem !== undefined) problems.push(`${file}:${block.line}  ${problem}`);
      else if (startsWithImport(block)) {
        const isRun = !block.flags.includes("no-run");
        const isServed = block.flags.includes("serve");
        current = {
          page: file,
          line: block.line,
          extension,
          isRun,
          isServed,
          text: atItsLine(block),
          blocks: [toBlock(block)],
        };
        examples.push(current);
      } else {
        current.text = `${current.text.trimEnd()}${"\n".repeat(lineGap(current, block))}${block.text}\n`;
        current.blocks.push(toBlock(block));
      }
    }
  }
  return { examples, problems };
}

function problemOf(block, extension, current) {
  const isNoRun = block.flags.includes("no-run");
  if (isNoRun && block.reason === undefined) {
    return "a no-run block has its reason right before it: <!-- why it cannot run here -->";
  }
  if (startsWithImport(block)) return undefined;
  if (current === undefined) return "an example begins with its imports";
  if (isNoRun || current.extension !== extension) {
    return "this block goes on with the example before it, so it is of the same kind; or it begins with its imports";
  }
  return undefined;
}

const toBlock = ({ line, text }) => ({ line, text });

function startsWithImport({ text }) {
  return /^import\b/.test(withoutLeadingComments(text));
}

function withoutLeadingComments(text) {
  for (let code = text.trimStart(); ;) {
    const end = code.startsWith("//") ? "\n" : code.startsWith("/*") ? "*/" : undefined;
    if (end === undefined) return code;
    const at = code.indexOf(end);
    code = at === -1 ? "" : code.slice(at + end.length).trimStart();
  }
}

/** Empty lines before it, so that the compiler's line numbers are those of the page. */
function atItsLine({ text, line }) {
  return `${"\n".repeat(line - 1)}${text}\n`;
}

function lineGap(current, block) {
  return block.line - current.text.trimEnd().split("\n").length;
}
