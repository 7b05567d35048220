/** How the server reads a backslash in '…': literally, or as an escape if `standard_conforming_strings` is off. */
export type BackslashReading = "literal" | "escape";

const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
/** Whitespace and line comments. Always matches, so there is no backtracking. */
const gap = /(?:\s|--[^\r\n]*)*/y;

/**
 * Splits a text into statements and tokens: words in upper case, "quoted identifiers" unchanged, strings as `''`, and single
 * characters. Empty statements are skipped. Splits as PostgreSQL does, except that the statements in the body of an
 * SQL-standard function are returned separately.
 */
export function splitStatements(text: string, backslash: BackslashReading): string[][] {
  const statements: string[][] = [];
  let tokens: string[] = [];
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  /** Moves behind the quoted part that starts at `at`. */
  const skipQuoted = (quote: string, escapes: boolean): void => {
    for (at += 1; at < text.length; at += 1) {
      if (escapes && text[at] === "\\") at += 1;
      else if (text[at] === quote) {
        if (text[at + 1] !== quote) break;
        at += 1;
      }
    }
    at += 1;
  };
  /** A string may continue on the next line. Returns the distance to the next part, or 0. */
  const gapBeforePart = (): number => {
    const between = match(gap) ?? "";
    return text[at + between.length] === "'" && /[\r\n]/.test(between) ? between.length : 0;
  };
  const skipString = (escapes: boolean): void => {
    skipQuoted("'", escapes);
    for (let length = gapBeforePart(); length > 0; length = gapBeforePart()) {
      at += length;
      skipQuoted("'", escapes);
    }
    tokens.push("''");
  };
  const end = (): void => {
    if (tokens.length > 0) statements.push(tokens);
    tokens = [];
  };

  while (at < text.length) {
    const char = text[at] as string;
    if (/\s/.test(char)) at += 1;
    else if (text.startsWith("--", at)) at = findLineEnd(text, at);
    else if (text.startsWith("/*", at)) at = findCommentEnd(text, at);
    else if (char === ";") {
      end();
      at += 1;
    } else if (char === "'") skipString(backslash === "escape");
    else if (char === '"') {
      const from = at;
      skipQuoted('"', false);
      tokens.push(text.slice(from, at));
    } else if (char === "$") {
      const tag = match(dollarTag);
      const close = tag === undefined ? -1 : text.indexOf(tag, at + tag.length);
      if (tag === undefined) at += 1;
      else at = close === -1 ? text.length : close + tag.length;
      tokens.push(tag === undefined ? "$" : "''");
    } else {
      const found = match(word) ?? char;
      at += found.length;
      const upper = toUpperAscii(found);
      if (upper === "E" && text[at] === "'") skipString(true);
      else tokens.push(upper);
    }
  }
  end();
  return statements;
}

/** Folds ASCII letters only, as PostgreSQL does for keywords. */
function toUpperAscii(found: string): string {
  return found.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function findLineEnd(text: string, from: number): number {
  const offset = text.slice(from).search(/[\r\n]/);
  return offset === -1 ? text.length : from + offset;
}

/** Block comments nest. */
function findCommentEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
