/** A documentation comment in Markdown. */
export interface Comment {
  summary: string;
  params: { name: string; text: string }[];
  returns: string;
  throws: string[];
  examples: string[];
}

const tags = /^@(param|returns|throws|example)\b[ ]?(.*)$/;

/**
 * Reads a comment with its delimiters. What follows `@example` is code, in which a decorator at the start of a line is no tag.
 * Throws if a tag is unknown: it would be missing on the page.
 */
export function readComment(source: string): Comment {
  const lines = source
    .replace(/^\/\*\*\s?/, "")
    .replace(/\*\/$/, "")
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""));
  const comment: Comment = { summary: "", params: [], returns: "", throws: [], examples: [] };
  let tag = "summary";
  let block: string[] = [];
  const close = () => add(comment, tag, block.join("\n").trim());
  for (const line of lines) {
    const [, name, rest = ""] = tags.exec(line) ?? [];
    if (name !== undefined) {
      close();
      tag = name;
      block = [rest];
    } else if (tag !== "example" && /^@\w+(?![\w/-])/.test(line)) {
      throw new Error(
        `The tag of "${line}" is unknown. Use @param, @returns, @throws or @example.`,
      );
    } else block.push(line);
  }
  close();
  return comment;
}

function add(comment: Comment, tag: string, text: string): void {
  if (tag === "summary") comment.summary = text;
  else if (tag === "returns") comment.returns = text;
  else if (tag === "throws") comment.throws.push(text);
  else if (tag === "example") comment.examples.push(text);
  else {
    const [name = ""] = /^\S+/.exec(text) ?? [];
    const rest = text.slice(name.length).trim().replace(/^- /, "");
    comment.params.push({ name, text: rest });
  }
}
