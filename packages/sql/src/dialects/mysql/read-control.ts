import { type Control, type ReadText, reservedPrefix } from "../../control/control.js";
import { type Reading, splitStatements } from "./split-statements.js";

const none: Control = { kind: "none" };
const plain: ReadText = { control: none, altersSession: false, altersTransaction: false };

/** Statements that begin with these words neither commit nor end a transaction. */
const harmless = new Set(
  "SELECT INSERT UPDATE DELETE REPLACE WITH VALUES TABLE SHOW DESC DESCRIBE EXPLAIN DO HANDLER SIGNAL RESIGNAL GET HELP USE".split(
    " ",
  ),
);

/** Statements that begin with these words commit, or may. */
const committing = new Set(
  (
    "ALTER ANALYZE BACKUP BEGIN BINLOG CACHE CALL CASE CHANGE CHECK CHECKSUM CLONE COMMIT CREATE DEALLOCATE DROP EXECUTE FLUSH FOR GRANT IF " +
    "IMPORT INSTALL KILL LOAD LOCK LOOP OPTIMIZE PREPARE PURGE RELEASE RENAME REPAIR REPEAT RESET RESTART REVOKE ROLLBACK SAVEPOINT SET " +
    "SHUTDOWN START STOP TRUNCATE UNINSTALL UNLOCK WHILE XA"
  ).split(" "),
);

// Most texts are one statement like this and need no parsing.
const isOneStatement = /^\s*(?:select|insert|update|delete|replace|with)\b[^;]*$/i;
const parsedWords = /\/\*M?!|\bget_lock\b/i;

const cache = new Map<string, ReadText>();
const maxCached = 500;
const maxCachedLength = 5000;

/** Parses a query text. Results are cached. */
export function readText(text: string): ReadText {
  if (isOneStatement.test(text) && !parsedWords.test(text)) return plain;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const read = parse(text);
  if (text.length <= maxCachedLength) {
    if (cache.size >= maxCached) cache.clear();
    cache.set(text, read);
  }
  return read;
}

const usual: Reading = { escapesInSingle: true, escapesInDouble: true, runsComments: true };

/** The server's `sql_mode` and version decide how a text is read, so reject one whose readings differ. */
function parse(text: string): ReadText {
  const statements = splitStatements(text, usual);
  const control = readStatements(statements, true);
  const isAmbiguous = otherReadings(text)
    .map((reading) => readStatements(splitStatements(text, reading), false))
    .some((other) => JSON.stringify(other) !== JSON.stringify(control));
  return {
    control: isAmbiguous && control.kind !== "rejected" ? ambiguous : control,
    altersSession: /\bget_lock\b/i.test(text) || statements.some(altersSession),
    altersTransaction: false,
  };
}

function otherReadings(text: string): Reading[] {
  const strings = text.includes("\\")
    ? [
        usual,
        { ...usual, escapesInSingle: false, escapesInDouble: false },
        { ...usual, escapesInDouble: false },
      ]
    : [usual];
  if (!/\/\*M?!/.test(text)) return strings.slice(1);
  return [...strings.slice(1), ...strings.map((reading) => ({ ...reading, runsComments: false }))];
}

const ambiguous: Control = {
  kind: "rejected",
  reason:
    "the server's sql_mode or version decides whether it contains other statements. Pass values as parameters, and remove executable comments",
};

const severalStatements: Control = {
  kind: "rejected",
  reason:
    "it mixes transaction control with other statements. Send each statement in a separate query",
};

function readStatements(statements: string[][], isUsual: boolean): Control {
  const controls = statements.map((tokens) => readStatement(tokens, isUsual));
  const [first = none] = controls;
  if (controls.length <= 1) return first;
  const rejected = controls.find(({ kind }) => kind === "rejected");
  if (rejected !== undefined) return rejected;
  return controls.every(({ kind }) => kind === "none") ? none : severalStatements;
}

function readStatement(all: string[], isUsual: boolean): Control {
  const tokens = all.slice(all.findIndex((token) => token !== "("));
  const [first = "", second, third] = tokens;
  if (harmless.has(first)) return none;
  const rest = tokens.slice(second === "WORK" ? 2 : 1);
  switch (first) {
    case "BEGIN":
      return rest.length === 0 ? { kind: "begin" } : unknownForm;
    case "START":
      return second === "TRANSACTION" ? readModes(tokens.slice(2)) : toCommitting("START");
    case "COMMIT":
      return readEnd(rest, { kind: "commit" });
    case "ROLLBACK":
      if (rest[0] === "TO")
        return toNamed("rollback-to", rest.slice(rest[1] === "SAVEPOINT" ? 2 : 1));
      return readEnd(rest, { kind: "rollback" });
    case "SAVEPOINT":
      return toNamed("savepoint", tokens.slice(1));
    case "RELEASE":
      return second === "SAVEPOINT" ? toNamed("release", tokens.slice(2)) : unknownForm;
    case "SET":
      return readSet(tokens, isUsual);
    case "LOAD":
      return second === "DATA" || second === "XML" ? none : toCommitting("LOAD");
    case "ANALYZE":
      return readAnalyzed(tokens) ? none : toCommitting("ANALYZE");
    case "CREATE":
    case "DROP":
      return createsTemporary(tokens) ? none : toCommitting(`${first} ${second} ${third ?? ""}`);
    case "CALL":
      return { kind: "rejected", reason: mayCommitInside };
    case "PREPARE":
    case "EXECUTE":
    case "DEALLOCATE":
      return { kind: "rejected", reason: dynamic };
    default:
      return isUsual || committing.has(first) ? toCommitting(first) : none;
  }
}

/** MariaDB's ANALYZE of a statement runs it. ANALYZE TABLE commits. */
function readAnalyzed([, ...rest]: string[]): boolean {
  const at = rest[0] === "FORMAT" ? 3 : 0;
  return harmless.has(rest[at] ?? "") && rest[at] !== "TABLE";
}

/** Temporary tables do not commit. */
function createsTemporary([first, ...rest]: string[]): boolean {
  const words = first === "CREATE" && rest[0] === "OR" ? rest.slice(2) : rest;
  return words[0] === "TEMPORARY" && words[1] === "TABLE";
}

function readSet(tokens: string[], isUsual: boolean): Control {
  if (tokens[1] === "STATEMENT") {
    const at = tokens.indexOf("FOR");
    const { kind } = at === -1 ? none : readStatement(tokens.slice(at + 1), isUsual);
    return kind === "none" ? none : unknownForm;
  }
  if (tokens[1] === "TRANSACTION") return otherModes;
  if (tokens.some((token) => token.replace(/^"/, "").toUpperCase() === "AUTOCOMMIT")) {
    return { kind: "rejected", reason: "autocommit = 1 commits. Remove it" };
  }
  return tokens[1] === "PASSWORD" || tokens[1] === "DEFAULT" ? toCommitting("SET") : none;
}

function altersSession(all: string[]): boolean {
  const [first, second] = all;
  if (first === "USE" || first === "HANDLER" || first === "CREATE") return true;
  if (first !== "SET" || second === "STATEMENT") return false;
  let depth = 0;
  // What is assigned: only user variables, or settings too.
  return all.some((token, at) => {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    const previous = all[at - 1];
    return depth === 0 && (previous === "SET" || previous === ",") && token !== "@";
  });
}

const mayCommitInside =
  "a procedure can commit. Run its statements in the handler, or call it in a stored function, where the server rejects a commit";

const dynamic =
  "a statement that is prepared by SQL cannot be checked. Use tx.execute() with the text";

const unknownForm: Control = {
  kind: "rejected",
  reason: "it is transaction control that cannot be mapped to a savepoint. Remove it",
};

function toCommitting(statement: string): Control {
  return {
    kind: "rejected",
    reason: `MariaDB may commit before or after ${statement.trim()}. Run it outside the handler`,
  };
}

/** Parses what follows COMMIT or ROLLBACK. */
function readEnd(rest: string[], control: Control): Control {
  const words = rest.join(" ");
  return /^(?:AND NO CHAIN)? ?(?:NO RELEASE)?$/.test(words) ? control : unknownForm;
}

const otherModes: Control = {
  kind: "rejected",
  reason:
    "a nested transaction has the modes of the inbox's: READ COMMITTED and READ WRITE. Remove the mode",
};

/** Parses transaction modes: a nested transaction has those of the inbox's. */
function readModes(rest: string[]): Control {
  return rest.length === 0 || rest.join(" ") === "READ WRITE" ? { kind: "begin" } : otherModes;
}

function toNamed(
  kind: "savepoint" | "release" | "rollback-to",
  [token, ...more]: string[],
): Control {
  // The server compares names without case and accents.
  if (token === undefined || more.length > 0 || !/^\w{1,64}$/.test(token)) return unknownForm;
  const name = token.toLowerCase();
  if (name.startsWith(reservedPrefix)) {
    return {
      kind: "rejected",
      reason: `savepoint names beginning with ${reservedPrefix} are reserved. Use another name`,
    };
  }
  return { kind, name };
}
