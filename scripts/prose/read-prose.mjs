// Reads what a person reads: Markdown without its code, and of source files the comments, strings and template texts.
import { readFileSync } from "node:fs";
import { parseSync, Visitor } from "oxc-parser";

/**
 * A piece of prose, and the line on which it begins.
 * @typedef {{ text: string, line: number }} Prose
 */

/** @returns {Prose[]} */
export function readProse(path) {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".md")) return readMarkdown(text);
  if (/\.(?:ts|mts|js|mjs)$/.test(path)) return readSource(path, text);
  if (/\.ya?ml$/.test(path))
    return text.split("\n").map((line, at) => ({ text: line, line: at + 1 }));
  return [];
}

/** Leaves out code blocks, code spans and the targets of links. */
function readMarkdown(text) {
  let fence = "";
  return text.split("\n").map((line, at) => {
    const [ticks = ""] = /^`{3,}/.exec(line.trimStart()) ?? [];
    const isCode = fence !== "" || ticks !== "";
    if (fence === "") fence = ticks;
    else if (ticks.length >= fence.length) fence = "";
    const prose = line.replace(/`[^`]+`/g, " ").replace(/\]\([^)]*\)/g, "]");
    return { text: isCode ? "" : prose, line: at + 1 };
  });
}

function readSource(path, text) {
  const { program, comments } = parseSync(path, text);
  const lineOf = lineFinder(text);
  /** @type {Prose[]} */
  const found = [];
  const keep = (value, start) => {
    // One word alone is a name, a key or a status, and no prose.
    if (!/[a-z] [a-z]/i.test(value)) return;
    for (const [at, line] of value.split("\n").entries()) {
      found.push({
        text: line.replace(/`[^`]*`/g, (match) => " ".repeat(match.length)),
        line: lineOf(start) + at,
      });
    }
  };
  for (const { value, start } of comments) {
    if (!/^\s*(?:oxlint|@ts-|eslint)/.test(value)) keep(value, start);
  }
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === "string") keep(node.value, node.start);
    },
    TemplateElement: (node) => keep(node.value.cooked ?? node.value.raw, node.start),
    JSXText: (node) => keep(node.value, node.start),
  }).visit(program);
  return found;
}

function lineFinder(text) {
  const ends = [...text.matchAll(/\n/g)].map((match) => match.index);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
