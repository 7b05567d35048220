import type { Block, Layout } from "./block.js";
import { type Line, mapText, type Part } from "./part.js";
import { widthOf, wrap } from "./wrap.js";

/** Text in one or more styles. */
export type Text = Part | readonly Part[];

/** With less space, the text of an entry starts on the next line. */
const minTextWidth = 24;

/** A paragraph. `hanging` is the indentation of all lines but the first; it defaults to `indent`. */
export function paragraph(
  text: Text,
  { indent = 0, hanging = indent }: { indent?: number; hanging?: number } = {},
): Block {
  return (layout) => {
    const lines = wrap(toParts(text, layout), layout.width - hanging);
    return lines.map((line, index) => indentBy(index === 0 ? indent : hanging, line));
  };
}

/** An empty line. */
export const blank: Block = () => [[]];

/** Names and their texts, in two columns. Without enough space, the texts are below the names. */
export function entries(
  rows: readonly (readonly [name: Part, text: Text])[],
  { indent = 2, minNameWidth = 0 } = {},
): Block {
  return (layout) => {
    const named = rows.map(([name, text]) => [toParts(name, layout), text] as const);
    const nameWidth = named.reduce(
      (widest, [name]) => Math.max(widest, widthOf(name)),
      minNameWidth,
    );
    const column = indent + nameWidth + 2;
    const isBeside = layout.width - column >= minTextWidth;
    return named.flatMap(([name, text]): Line[] => {
      const head = indentBy(indent, name);
      const hanging = isBeside ? column : indent + 4;
      const lines = wrap(toParts(text, layout), layout.width - hanging);
      if (!isBeside) return [head, ...lines.map((line) => indentBy(hanging, line))];
      const [first = [], ...rest] = lines;
      const padding = " ".repeat(column - indent - widthOf(name));
      const start = first.length === 0 ? head : [...head, padding, ...first];
      return [start, ...rest.map((line) => indentBy(column, line))];
    });
  };
}

/** Several blocks as one. */
export function stacked(blocks: readonly Block[]): Block {
  return (layout) => blocks.flatMap((block) => block(layout));
}

/** Moves a block to the right. */
export function indented(indent: number, block: Block): Block {
  return (layout) => {
    const { width, tableWidth } = layout;
    return block({
      ...layout,
      width: width - indent,
      tableWidth: tableWidth - indent,
    }).map((line) => indentBy(indent, line));
  };
}

function toParts(text: Text, { clean }: Layout): Part[] {
  const parts = isParts(text) ? text : [text];
  return parts.map((part) => mapText(part, clean));
}

function isParts(text: Text): text is readonly Part[] {
  return Array.isArray(text);
}

function indentBy(indent: number, line: Line): Line {
  return indent === 0 || line.length === 0 ? line : [" ".repeat(indent), ...line];
}
