/** A place in a line of code, both from 0. */
export interface CodePoint {
  lineElement: Element;
  line: number;
  column: number;
}

/** The character of a code block that is nearest to a point of the window. Undefined if the point is in no line of it. */
export function codePointAt(block: Element, x: number, y: number): CodePoint | undefined {
  const caret = caretAt(x, y);
  const lineElement = caret?.node.parentElement?.closest(".line");
  if (caret === undefined || lineElement === null || lineElement === undefined) return undefined;
  if (!block.contains(lineElement)) return undefined;
  const before = document.createRange();
  before.setStart(lineElement, 0);
  before.setEnd(caret.node, caret.offset);
  return {
    lineElement,
    line: [...block.querySelectorAll(".line")].indexOf(lineElement),
    column: before.toString().length,
  };
}

function caretAt(x: number, y: number): { node: Node; offset: number } | undefined {
  if ("caretPositionFromPoint" in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position === null ? undefined : { node: position.offsetNode, offset: position.offset };
  }
  // Safari before version 18.4.
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range === null ? undefined : { node: range.startContainer, offset: range.startOffset };
}

/** The characters of a line, which can be in several elements. */
export function rangeIn(lineElement: Element, from: number, to: number): Range {
  const range = document.createRange();
  const texts = document.createTreeWalker(lineElement, NodeFilter.SHOW_TEXT);
  let start = 0;
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const { length } = text as Text;
    if (from >= start && from < start + length) range.setStart(text, from - start);
    if (to > start && to <= start + length) range.setEnd(text, to - start);
    start += length;
  }
  return range;
}
