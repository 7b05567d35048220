const word = /[\w$\u0080-\uffff]+/y;
const space = /[ \t\n\f\r\ufeff]+/y;

/**
 * Splits a text into statements and tokens as SQLite does: words in upper case, quoted identifiers with their quotes, strings as
 * written, and single characters. Empty statements are skipped. A trigger is one statement, with those in its body.
 */
export function splitStatements(text: string): string[][] {
  const statements: string[][] = [];
  let tokens: string[] = [];
  let isInBody = false;
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const end = (): void => {
    if (tokens.length > 0) statements.push(tokens);
    tokens = [];
    isInBody = false;
  };
  const add = (token: string): void => {
    // A body ends with END after a semicolon; the END of a CASE never follows one.
    if (isInBody && token === "END" && tokens.at(-1) === ";") isInBody = false;
    else if (token === "BEGIN" && isTrigger(tokens)) isInBody = true;
    tokens.push(token);
  };

  // SQLite stops at NUL.
  while (at < text.length && text[at] !== "\0") {
    const char = text[at] as string;
    const skipped = match(space);
    if (skipped !== undefined) at += skipped.length;
    else if (text.startsWith("--", at)) at = findEnd(text, "\n", at);
    else if (text.startsWith("/*", at)) at = findEnd(text, "*/", at + 2);
    else if (char === ";") {
      if (isInBody) tokens.push(char);
      else end();
      at += 1;
    } else if (char in quotes) {
      const from = at;
      at = findQuoteEnd(text, at);
      add(text.slice(from, at));
    } else {
      const found = match(word) ?? char;
      at += found.length;
      add(toUpperAscii(found));
    }
  }
  end();
  return statements;
}

/** The quotes and what closes them. Only a bracket cannot be doubled. */
const quotes: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };

function findQuoteEnd(text: string, from: number): number {
  const open = text[from] as string;
  const close = quotes[open] as string;
  let at = from + 1;
  for (; at < text.length; at += 1) {
    if (text[at] !== close) continue;
    if (open === "[" || text[at + 1] !== close) break;
    at += 1;
  }
  return at + 1;
}

function findEnd(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

function isTrigger([first, second, third]: string[]): boolean {
  if (first !== "CREATE") return false;
  return (second === "TEMP" || second === "TEMPORARY" ? third : second) === "TRIGGER";
}

/** Folds ASCII letters only, as SQLite does. */
function toUpperAscii(found: string): string {
  return found.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
