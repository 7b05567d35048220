/** Every control character except tab, newline and carriage return. */
const controls = /[^\P{Cc}\t\n\r]/u;

/** A line of a stack trace. */
const stackLine = /^ +at .+:\d+:\d+\)?$/m;

/** Returns a problem if the text contains a raw control character. */
export function findControlCharacter(text: string): string | undefined {
  const found = controls.exec(text);
  if (found === null) return undefined;
  const around = text.slice(Math.max(0, found.index - 30), found.index + 10);
  return `a raw control character: ${JSON.stringify(around)}`;
}

/** Returns a problem if the text contains a stack trace. */
export function findStackTrace(text: string): string | undefined {
  const found = stackLine.exec(text);
  return found === null ? undefined : `a stack trace: ${found[0].trim()}`;
}
