/** Everything that moves a terminal's cursor, but for tab, newline and carriage return. */
const controls = /[^\P{Cc}\t\n\r]/u;

/** A line of a stack trace. */
const stackLine = /^ +at .+:\d+:\d+\)?$/m;

/** @returns {string | undefined} what is wrong with a text that people or programs read */
export function findControlCharacter(text) {
  const found = controls.exec(text);
  if (found === null) return undefined;
  const around = text.slice(Math.max(0, found.index - 30), found.index + 10);
  return `a raw control character: ${JSON.stringify(around)}`;
}

/** @returns {string | undefined} */
export function findStack(text) {
  const found = stackLine.exec(text);
  return found === null ? undefined : `a stack trace: ${found[0].trim()}`;
}
