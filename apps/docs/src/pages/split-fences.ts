/** A part of a page: a fenced code block with its fences, or the text between two of them. */
export interface Part {
  isCode: boolean;
  lines: string[];
}

export function splitFences(markdown: string): Part[] {
  const parts: Part[] = [{ isCode: false, lines: [] }];
  let mark: string | undefined;
  for (const line of markdown.split("\n")) {
    const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    const isEnd = mark !== undefined && line.trim() === mark;
    if (mark === undefined && fence !== undefined) {
      mark = fence;
      parts.push({ isCode: true, lines: [] });
    }
    parts.at(-1)?.lines.push(line);
    if (isEnd) {
      mark = undefined;
      parts.push({ isCode: false, lines: [] });
    }
  }
  return parts.filter(({ lines }) => lines.length > 0);
}

const joinParts = (parts: readonly Part[]): string =>
  parts.flatMap(({ lines }) => lines).join("\n");

/** Changes the text of a page and leaves its code blocks as they are. */
export function mapText(markdown: string, change: (text: string) => string): string {
  return joinParts(
    splitFences(markdown).map((part) =>
      part.isCode ? part : { ...part, lines: change(part.lines.join("\n")).split("\n") },
    ),
  );
}
