/** The documentation check reads flags behind the language of a code block. Readers and coding agents need the language alone. */
export function stripFlags(markdown: string): string {
  return markdown.replaceAll(/^([ \t]*`{3,}\w+) (?:no-run|serve)$/gm, "$1");
}
