import { githubAnchor } from "./github-anchor.js";
import { splitFences } from "./split-fences.js";

/** The section of a page below the heading with this anchor, with the heading. Throws if there is none. */
export function readSection(markdown: string, anchor: string): string {
  const lines: string[] = [];
  let level = 0;
  for (const part of splitFences(markdown)) {
    for (const line of part.lines) {
      const heading = part.isCode ? null : /^(#{1,6}) (.+)$/.exec(line);
      const depth = heading?.[1]?.length ?? 0;
      if (level === 0 && heading !== null && githubAnchor(heading[2] ?? "") === anchor)
        level = depth;
      else if (level > 0 && depth > 0 && depth <= level) return lines.join("\n").trimEnd();
      if (level > 0) lines.push(line);
    }
  }
  if (level === 0) throw new Error(`No heading has the anchor ${anchor}.`);
  return lines.join("\n").trimEnd();
}
