/** Everything that moves a terminal's cursor, but for tab, newline and carriage return. */
const controls = /[^\P{Cc}\t\n\r]/u;

/** A line of a stack trace. */
const stackLine = /^ +at .+:\d+:\d+\)?$/m;

/** @returns what is wrong with a text that people or programs read */
export function findControlCharacter(text): string | undefined {
  const found = controls.exec(text);
  if (found === null) return undefined;
  const around = text.slice(Math.max(0, found.index - 30), found.index + 10);
  return `a raw control character: ${JSON.stringify(around)}`;
}

export function findStack(text): string | undefined {
  const found = stackLine.exec(text);
  return found === null ? undefined : `a stack trace: ${found[0].trim()}`;
}
