import type ts from "typescript-5";
import { commentOf } from "./comment-of.js";
import { printMember, printNode } from "./print-declaration.js";
import type { Comment } from "./read-comment.js";
import type { ApiSymbol } from "./read-symbols.js";
import type { Shape } from "./shape-of.js";

/** Formats a declaration, as it is shown in a code block. */
export type Format = (code: string) => Promise<string>;

/** The section of a symbol, below the heading of its kind. */
export async function renderSymbol(one: ApiSymbol, shape: Shape, format: Format): Promise<string> {
  const [node] = one.declarations as [ts.Declaration];
  const parts = [`### ${one.name}`, fence(await format(shape.code))];
  parts.push(...renderComment(commentOf(node)));
  const others = one.alsoIn.filter((name) => name !== one.page.entry.specifier);
  if (others.length > 0) parts.push(`Also exported by ${list(others)}.`);
  for (const constructor of shape.constructors) {
    const code = await format(`class X { ${printNode(constructor)} }`);
    parts.push(fence(code.split("\n").slice(1, -1).join("\n").replaceAll(/^ {2}/gm, "")));
    parts.push(...renderComment(commentOf(constructor)));
  }
  if (shape.members.length > 0) parts.push(shape.members.map(renderMember).join("\n").trimEnd());
  for (const [{ name }, names] of shape.inherited) {
    parts.push(`Inherited from \`${name}\`: ${list(names)}.`);
  }
  return parts.join("\n\n");
}

const fence = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``;

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

function renderMember(node: ts.Declaration): string {
  const lines = [`\`${printMember(node)}\``, ...renderComment(commentOf(node))];
  return `- ${lines.join("\n\n").replaceAll(/\n(?!\n)/g, "\n  ")}\n`;
}

/** Paragraphs and lists: the text, then what is passed, returned and thrown, then examples. */
function renderComment({ summary, params, returns, throws, examples }: Comment): string[] {
  const lists = [
    ...params.map(({ name, text }) => `- \`${name}\`: ${inline(text)}`),
    ...(returns === "" ? [] : [`- Returns ${inline(returns)}`]),
    ...throws.map((text) => `- Throws ${inline(codeFirst(text))}`),
  ];
  return [
    ...(summary === "" ? [] : [escapeHtml(summary)]),
    ...(lists.length === 0 ? [] : [lists.join("\n")]),
    ...examples.map(fence),
  ];
}

const inline = (text: string): string => escapeHtml(text.replaceAll("\n", " "));

/** The class of the error. */
const codeFirst = (text: string): string => text.replace(/^[A-Z]\w+/, "`$&`");

/** Outside of code, the angle brackets of a type would be an element of the page. */
const escapeHtml = (text: string): string =>
  text.replaceAll(/`[^`]*`|<(?=[\w/!])/g, (all) => (all === "<" ? "&lt;" : all));
