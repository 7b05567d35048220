import { createHash } from "node:crypto";

/** Names a code block by its text: the pages and the files of its hovers are written apart from each other. */
export function blockKey(code: string): string {
  return createHash("sha256").update(code.trimEnd()).digest("hex").slice(0, 12);
}
