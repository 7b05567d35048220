import { type Control, type ReadText, reservedPrefix } from "../../control/control.js";
import { splitStatements } from "./split-statements.js";

const plain: ReadText = {
  control: { kind: "none" },
  altersSession: false,
  altersTransaction: false,
};

// Most texts contain none of these words and need no parsing.
const controlWords =
  /\b(?:begin|start|commit|end|rollback|abort|prepare|savepoint|release|transaction)\b/i;
const sessionWords =
  /\b(?:set|reset|discard|listen|load|set_config|pg_(?:try_)?advisory_lock(?:_shared)?|temp|temporary|hold)\b/i;
const transactionWords =
  /\b(?:role|authorization|synchronous_commit|client_encoding)\b|\bset\s+(?:local\s+|session\s+)?names\s+['"\w]/i;
/** The setting's name is a parameter or an expression. */
const anySetting = /\bset_config\s*\(\s*[^'\s]/i;

const cache = new Map<string, ReadText>();
const maxCached = 500;
const maxCachedLength = 5000;

/** Parses a query text. Results are cached. */
export function readText(text: string): ReadText {
  const mayControl = controlWords.test(text);
  const mayAlter = sessionWords.test(text);
  if (!mayControl && !mayAlter) return plain;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const statements = splitStatements(text, "literal");
  const read: ReadText = {
    control: mayControl ? readEither(text, statements) : plain.control,
    altersSession: mayAlter && (altersByFunction(text) || statements.some(altersSession)),
    altersTransaction: mayAlter && (transactionWords.test(text) || anySetting.test(text)),
  };
  if (text.length <= maxCachedLength) {
    if (cache.size >= maxCached) cache.clear();
    cache.set(text, read);
  }
  return read;
}

function altersByFunction(text: string): boolean {
  // `set_config(…, true)` lasts for the transaction only, and is common with row-level security.
  const withoutLocal = text.replace(/\bset_config\s*\([^()]*,\s*true\s*\)/gi, "");
  return /\bset_config\b|\bpg_(?:try_)?advisory_lock/i.test(withoutLocal);
}

function altersSession([first, second, ...rest]: string[]): boolean {
  switch (first) {
    case "SET":
      return second !== "LOCAL" && second !== "TRANSACTION" && second !== "CONSTRAINTS";
    case "RESET":
    case "DISCARD":
    case "LISTEN":
    case "LOAD":
    case "PREPARE":
      return true;
    case "CREATE":
      return second === "TEMP" || second === "TEMPORARY" || rest.includes("TEMPORARY");
    case "DECLARE":
      return rest.includes("HOLD");
    default:
      return false;
  }
}

/** A session setting decides how a backslash is read, so reject a text whose two readings differ. */
function readEither(text: string, statements: string[][]): Control {
  const control = readStatements(statements);
  if (!text.includes("\\")) return control;
  const other = readStatements(splitStatements(text, "escape"));
  return control.kind === other.kind ? control : { kind: "rejected", reason: severalStatements };
}

const severalStatements =
  "it mixes transaction control with other statements. Send each statement in a separate query";

function readStatements(all: string[][]): Control {
  const statements = withoutBodies(all);
  const controls = statements.map(readStatement);
  const [first = { kind: "none" }] = controls;
  if (controls.length <= 1) return first;
  const isControl = controls.some(({ kind }) => kind !== "none");
  return isControl ? { kind: "rejected", reason: severalStatements } : { kind: "none" };
}

/** Removes each END that ends a function body (BEGIN ATOMIC … END). */
function withoutBodies(statements: string[][]): string[][] {
  let isInBody = false;
  return statements.filter((tokens) => {
    if (isInBody && tokens[0] === "END") {
      isInBody = false;
      return tokens.length > 1;
    }
    if (!isInBody) isInBody = beginsBody(tokens);
    return true;
  });
}

function beginsBody(tokens: string[]): boolean {
  if (tokens[0] !== "CREATE") return false;
  if (!tokens.slice(1, 4).some((token) => token === "FUNCTION" || token === "PROCEDURE"))
    return false;
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0 && token === "BEGIN" && tokens[at + 1] === "ATOMIC")
      return tokens[at + 2] !== "END";
  }
  return false;
}

function readStatement(tokens: string[]): Control {
  const [first, second] = tokens;
  const rest = tokens.slice(second === "WORK" || second === "TRANSACTION" ? 2 : 1);
  switch (first) {
    case "BEGIN":
      return readModes(rest, { kind: "begin" });
    case "START":
      return second === "TRANSACTION" ? readModes(rest, { kind: "begin" }) : { kind: "none" };
    case "COMMIT":
    case "END":
      return readEnd(rest, { kind: "commit" });
    case "ROLLBACK":
    case "ABORT":
      if (first === "ROLLBACK" && rest[0] === "TO") {
        return toNamed("rollback-to", rest.slice(rest[1] === "SAVEPOINT" ? 2 : 1));
      }
      return readEnd(rest, { kind: "rollback" });
    case "PREPARE":
      return second === "TRANSACTION" ? twoPhase : { kind: "none" };
    case "SAVEPOINT":
      return toNamed("savepoint", tokens.slice(1));
    case "RELEASE":
      return toNamed("release", tokens.slice(second === "SAVEPOINT" ? 2 : 1));
    case "SET": {
      const modes = tokens.slice(second === "LOCAL" || second === "SESSION" ? 2 : 1);
      return modes[0] === "TRANSACTION"
        ? readModes(modes.slice(1), { kind: "none" })
        : { kind: "none" };
    }
    default:
      return { kind: "none" };
  }
}

const twoPhase: Control = {
  kind: "rejected",
  reason: "two-phase commit would end the inbox's transaction without its record. Remove it",
};

const unknownForm: Control = {
  kind: "rejected",
  reason: "it is transaction control that cannot be mapped to a savepoint. Remove it",
};

/** Parses what follows COMMIT or ROLLBACK. */
function readEnd(rest: string[], control: Control): Control {
  const words = rest.join(" ");
  if (words === "" || words === "AND NO CHAIN") return control;
  if (words === "AND CHAIN") {
    return { kind: "rejected", reason: "AND CHAIN cannot be mapped to a savepoint. Remove it" };
  }
  return rest[0] === "PREPARED" ? twoPhase : unknownForm;
}

/** Parses transaction modes: a nested transaction has those of the inbox's. */
function readModes(rest: string[], control: Control): Control {
  const words = rest.filter((token) => token !== ",").join(" ");
  const unsupported = words.replace(
    /ISOLATION LEVEL READ (?:UN)?COMMITTED|READ WRITE|(?:NOT )?DEFERRABLE/g,
    "",
  );
  if (unsupported.trim() === "") return control;
  return {
    kind: "rejected",
    reason:
      "a nested transaction has the modes of the inbox's: READ COMMITTED and READ WRITE. Remove the mode",
  };
}

function toNamed(
  kind: "savepoint" | "release" | "rollback-to",
  [token, ...more]: string[],
): Control {
  if (token === undefined || more.length > 0 || !/^["\w\u0080-\uffff]/.test(token))
    return unknownForm;
  const name = token.startsWith('"')
    ? token.slice(1, -1).replaceAll('""', '"')
    : token.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  // The server truncates longer names, so two could become equal.
  if (Buffer.byteLength(name) > 63) return unknownForm;
  if (name.startsWith(reservedPrefix)) {
    return {
      kind: "rejected",
      reason: `savepoint names beginning with ${reservedPrefix} are reserved. Use another name`,
    };
  }
  return { kind, name };
}
