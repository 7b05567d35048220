import ts from "typescript-5";
import { type Comment, readComment } from "./read-comment.js";

/** The documentation of a declaration. Empty if it has none. */
export function commentOf(node: ts.Node): Comment {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const text = owner.getSourceFile().text;
  const range = ts
    .getLeadingCommentRanges(text, owner.pos)
    ?.findLast(({ pos }) => text.startsWith("/**", pos));
  return readComment(range === undefined ? "" : text.slice(range.pos, range.end));
}
