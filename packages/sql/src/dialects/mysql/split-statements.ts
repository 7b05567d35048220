/** What `sql_mode` and the server's version decide about a text. */
export interface Reading {
  /** Whether a backslash escapes in '…': not with NO_BACKSLASH_ESCAPES. */
  escapesInSingle: boolean;
  /** Whether a backslash escapes in "…": not with ANSI_QUOTES either. */
  escapesInDouble: boolean;
  /** Whether the server runs what is in comments such as `/*!50000 … *\/`. */
  runsComments: boolean;
}

const word = /[\w$\u0080-\uffff]+/y;
const variable = /@(?:[\w$.\u0080-\uffff]+|(?=['"`]))/y;
const executable = /\/\*M?!(?:\d{5,6})?/y;

/**
 * Splits a text into statements and tokens, as MariaDB does: words and `quoted identifiers` in upper case, "…" with its first quote,
 * strings as `''`, user variables as `@`, and single characters. Empty statements are skipped.
 */
export function splitStatements(text: string, reading: Reading): string[][] {
  const statements: string[][] = [];
  let tokens: string[] = [];
  let isInComment = false;
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  /** Moves behind the quoted part that starts at `at`, and returns its content. */
  const readQuoted = (quote: string, escapes: boolean): string => {
    const from = at + 1;
    for (at = from; at < text.length; at += 1) {
      if (escapes && text[at] === "\\") at += 1;
      else if (text[at] === quote) {
        if (text[at + 1] !== quote) break;
        at += 1;
      }
    }
    at += 1;
    return text.slice(from, at - 1);
  };
  const end = (): void => {
    if (tokens.length > 0) statements.push(tokens);
    tokens = [];
  };

  while (at < text.length) {
    const char = text[at] as string;
    if (/\s/.test(char)) at += 1;
    else if (char === "#" || startsLineComment(text, at)) at = findLineEnd(text, at);
    else if (text.startsWith("/*", at)) {
      const opening = match(executable);
      if (opening !== undefined && reading.runsComments) {
        isInComment = true;
        at += opening.length;
      } else at = findCommentEnd(text, at, opening !== undefined);
    } else if (isInComment && text.startsWith("*/", at)) {
      isInComment = false;
      at += 2;
    } else if (char === ";") {
      end();
      at += 1;
    } else if (char === "'") {
      readQuoted("'", reading.escapesInSingle);
      tokens.push("''");
    } else if (char === '"') tokens.push(`"${readQuoted('"', reading.escapesInDouble)}`);
    else if (char === "`") tokens.push(readQuoted("`", false).toUpperCase());
    else if (text.startsWith("@@", at)) {
      tokens.push("@@");
      at += 2;
    } else {
      const found = match(variable) ?? match(word) ?? char;
      at += found.length;
      tokens.push(found.startsWith("@") ? "@" : found.toUpperCase());
      // The rest of a variable's quoted name.
      const quote = text[at] as string;
      if (found === "@" && ["'", '"', "`"].includes(quote)) readQuoted(quote, quote !== "`");
    }
  }
  end();
  return statements;
}

/** Two dashes begin a comment only before a space of ASCII, a control character or the end. */
function startsLineComment(text: string, at: number): boolean {
  const next = text[at + 2] ?? " ";
  return text.startsWith("--", at) && (next <= " " || next === "\u007f");
}

/** A NUL ends a line comment too. */
function findLineEnd(text: string, from: number): number {
  const offset = text.slice(from).search(/[\n\0]/);
  return offset === -1 ? text.length : from + offset;
}

/** Comments do not nest, except in one whose content the server skips for its version. */
function findCommentEnd(text: string, from: number, nests: boolean): number {
  let depth = 0;
  for (let at = from + 2; at < text.length; at += 1) {
    if (nests && text.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith("*/", at)) {
      if (depth === 0) return at + 2;
      depth -= 1;
      at += 1;
    }
  }
  return text.length;
}
