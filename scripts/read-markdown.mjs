// Reads what a Markdown page promises: its examples, its commands, its links and the headings they may name.

/**
 * @typedef {{ language: string, flags: string[], text: string, line: number, reason: string | undefined }} Block
 */

/**
 * Every fenced block. `line` is that of its first line of code; `reason` is the HTML comment right before the fence.
 * @returns {Block[]}
 */
export function readBlocks(markdown) {
  const lines = markdown.split("\n");
  const blocks = [];
  let open;
  for (const [index, line] of lines.entries()) {
    const fence = /^(\s*)(`{3,}(?!`)|~{3,}(?!~))(.*)$/.exec(line);
    if (open === undefined && fence !== null) {
      const [language = "", ...flags] = fence[3].trim().split(/\s+/);
      open = { indent: fence[1], mark: fence[2], language, flags, start: index, code: [] };
    } else if (open !== undefined && fence?.[2].startsWith(open.mark) && fence[3].trim() === "") {
      const { language, flags, code, start } = open;
      blocks.push({
        language,
        flags,
        text: code.join("\n"),
        line: start + 2,
        reason: commentBefore(lines, start),
      });
      open = undefined;
    } else {
      open?.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  return blocks;
}

function commentBefore(lines, index) {
  const above = lines.slice(0, index).findLast((line) => line.trim() !== "");
  const comment = above?.trim() ?? "";
  const text = comment.startsWith("<!--") && comment.endsWith("-->") ? comment.slice(4, -3) : "";
  return text.trim() === "" ? undefined : text.trim();
}

/** The page without its code: what is left are sentences, so a link in them is meant as one. */
function withoutCode(markdown) {
  return withoutFences(markdown).map((line) => line.replaceAll(/`[^`]*`/g, ""));
}

/** The lines of the page, those of its code blocks empty. */
function withoutFences(markdown) {
  const kept = [];
  let mark;
  for (const line of markdown.split("\n")) {
    const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark === undefined && fence !== undefined) mark = fence;
    else if (mark !== undefined && fence?.startsWith(mark)) mark = undefined;
    else if (mark === undefined) {
      kept.push(line);
      continue;
    }
    kept.push("");
  }
  return kept;
}

/** Links and images that point into the repository or into the page itself. */
export function readRelativeLinks(markdown) {
  return readLinks(markdown).filter(({ target }) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
}

/** Links to files of this repository on GitHub, as pages on npm need them. `target`: from the root of the repository. */
export function readRepositoryLinks(markdown) {
  const files = /^https:\/\/github\.com\/numipay\/numipay-node\/(?:blob|tree)\/main\//;
  return readLinks(markdown)
    .filter(({ target }) => files.test(target))
    .map(({ target, line }) => ({ target: target.replace(files, ""), line }));
}

function readLinks(markdown) {
  return withoutCode(markdown).flatMap((text, index) =>
    [
      ...text.matchAll(
        /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)|\b(?:href|src)="([^"]+)"/g,
      ),
    ].map((match) => ({ target: match[1] ?? match[2] ?? match[3], line: index + 1 })),
  );
}

/** The anchors that GitHub makes of a page's headings. */
export function readAnchors(markdown) {
  const seen = new Map();
  return withoutFences(markdown)
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) => {
      const words = line
        .replace(/^#+ /, "")
        .replaceAll(/\]\([^()]*\)/g, "")
        .trim()
        .toLowerCase();
      const slug = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(/\s/g, "-");
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    });
}
