import { type Control, type ReadText, reservedPrefix } from "../../control/control.js";
import { readPragma } from "./read-pragma.js";
import { splitStatements } from "./split-statements.js";

const plain: ReadText = {
  control: { kind: "none" },
  altersSession: false,
  altersTransaction: false,
};

// Most texts contain none of these words and need no parsing.
const anyWord =
  /\b(?:begin|commit|end|rollback|savepoint|release|attach|detach|vacuum|pragma|temp|temporary)\b/i;

const cache = new Map<string, ReadText>();
const maxCached = 500;
const maxCachedLength = 5000;

/** Parses a query text. Results are cached. */
export function readText(text: string): ReadText {
  if (!anyWord.test(text)) return plain;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const statements = splitStatements(text);
  const read: ReadText = {
    control: readStatements(statements),
    altersSession: statements.some(altersSession),
    altersTransaction: false,
  };
  if (text.length <= maxCachedLength) {
    if (cache.size >= maxCached) cache.clear();
    cache.set(text, read);
  }
  return read;
}

/** Temporary tables belong to the connection. */
function altersSession(tokens: string[]): boolean {
  return tokens[0] === "CREATE" && tokens.some((token) => /^\W?TEMP(?:ORARY)?\W?$/i.test(token));
}

function readStatements(statements: string[][]): Control {
  const controls = statements.map(readStatement);
  const rejected = controls.find(({ kind }) => kind === "rejected");
  const [first = { kind: "none" }] = controls;
  if (rejected !== undefined || controls.length <= 1) return rejected ?? first;
  const isControl = controls.some(({ kind }) => kind !== "none");
  return isControl ? reject(severalStatements) : { kind: "none" };
}

function readStatement(tokens: string[]): Control {
  const [first, second] = tokens;
  const rest = tokens.slice(second === "TRANSACTION" ? 2 : 1);
  switch (first) {
    case "BEGIN":
      // SQLite accepts a name for a transaction and ignores it. A nested transaction has the inbox's lock.
      return { kind: "begin" };
    case "COMMIT":
    case "END":
      return { kind: "commit" };
    case "ROLLBACK": {
      const to = rest.indexOf("TO");
      if (to === -1) return { kind: "rollback" };
      return toNamed("rollback-to", rest.slice(rest[to + 1] === "SAVEPOINT" ? to + 2 : to + 1));
    }
    case "SAVEPOINT":
      return toNamed("savepoint", tokens.slice(1));
    case "RELEASE":
      return toNamed("release", tokens.slice(second === "SAVEPOINT" ? 2 : 1));
    case "ATTACH":
    case "DETACH":
      return reject(
        "in WAL mode, SQLite does not commit two files together. Use one file, or your own connection outside of the handler",
      );
    case "VACUUM":
      return reject("VACUUM does not run in a transaction. Run it on your own connection");
    case "PRAGMA":
      return readPragma(tokens);
    default:
      return { kind: "none" };
  }
}

const severalStatements =
  "it mixes transaction control with other statements. Send each statement in a separate call";

function reject(reason: string): Control {
  return { kind: "rejected", reason };
}

function toNamed(
  kind: "savepoint" | "release" | "rollback-to",
  [token = "", ...more]: string[],
): Control {
  const quoted = /^(["'`[])([^]*)["'`\]]$/.exec(token);
  if (more.length > 0 || (quoted === null && !/^[\w$\u0080-\uffff]+$/.test(token))) {
    return reject("it is transaction control that cannot be mapped to a savepoint. Remove it");
  }
  const [, quote = "", inner = ""] = quoted ?? [];
  // SQLite compares the names of savepoints without case.
  const name = (quoted === null ? token : inner.replaceAll(quote + quote, quote)).replace(
    /[A-Z]+/g,
    (letters) => letters.toLowerCase(),
  );
  return name.startsWith(reservedPrefix)
    ? reject(`savepoint names beginning with ${reservedPrefix} are reserved. Use another name`)
    : { kind, name };
}
