import type { Block, Layout } from "./block.js";
import { toColored, toPlain } from "./part.js";

/**
 * Lays out blocks as text. Adds colors last, and only if the finished text contains nothing that must not be printed: an
 * escape sequence in the output is always our own.
 */
export function render(
  blocks: readonly Block[],
  layout: Layout,
  { hasColors }: { readonly hasColors: boolean },
): string {
  const lines = blocks.flatMap((block) => block(layout));
  const toText = (toShown: typeof toPlain): string =>
    lines.map((line) => `${line.map(toShown).join("")}\n`).join("");
  const plain = toText(toPlain);
  const safe = layout.clean(plain);
  return hasColors && safe === plain ? toText(toColored) : safe;
}
