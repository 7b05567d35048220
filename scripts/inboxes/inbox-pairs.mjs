// Reads the pairs of entry and database from vitest's report of the tests of @numipay/sql.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../run-program.mjs";

/** The names of the databases, as suites write them. */
export const databases = new Map(
  ["PostgreSQL", "PGlite", "MariaDB", "SQLite"].map((name) => [name.toLowerCase(), name]),
).set("postgres", "PostgreSQL");

/**
 * @typedef {{ title: string, fullName: string, ancestorTitles: string[], status: string }} Assertion
 * @typedef {{ testResults: { name: string, assertionResults: Assertion[] }[] }} Report
 * @typedef {{ entry: string, database: string, passed: number, failed: number, skipped: number, exceptions: { reason: string, name: string }[], interleavings: number }} Pair
 */

/**
 * The pairs of a report, and what keeps a suite from being one of them. The names of its cases make tests a suite.
 *
 * @param {Report} report
 * @param {ReadonlySet<string>} cases the names of the conformance suite
 * @returns {{ pairs: Pair[], problems: string[] }}
 */
export function readPairs(report, cases) {
  const pairs = new Map();
  const problems = new Set();
  for (const { name: file, assertionResults } of report.testResults) {
    for (const { title, ancestorTitles, status } of assertionResults) {
      if (!cases.has(toCase(title))) continue;
      const [suite = ""] = ancestorTitles;
      // The suite of journals has cases of the same names.
      if (/journal/i.test(suite)) continue;
      const named = readSuite(suite);
      if (named === undefined) {
        problems.add(
          `${file}: name the suite "entry on database" instead of "${suite}". Databases: ${[...new Set(databases.values())].join(", ")}.`,
        );
        continue;
      }
      const key = `${named.entry} on ${named.database}`;
      const pair = pairs.get(key) ?? toPair(named);
      pairs.set(key, pair);
      count(pair, title, status);
    }
  }
  const sorted = [...pairs.entries()].toSorted(([one], [other]) => one.localeCompare(other));
  return { pairs: sorted.map(([, pair]) => pair), problems: [...problems] };
}

function toPair(named) {
  return { ...named, passed: 0, failed: 0, skipped: 0, exceptions: [], interleavings: Infinity };
}

function count(pair, title, status) {
  const [, reason] = /^known exception \((.*?)\): /.exec(title) ?? [];
  if (status === "failed") pair.failed += 1;
  else if (status !== "passed") pair.skipped += 1;
  else if (reason === undefined) pair.passed += 1;
  else pair.exceptions.push({ reason, name: toCase(title) });
  const [, interleavings] = / in (\d+) random interleavings/.exec(title) ?? [];
  if (interleavings !== undefined) {
    pair.interleavings = Math.min(pair.interleavings, Number(interleavings));
  }
}

/** Reads a title such as `knex on MariaDB`, `typeormInbox on postgres` or `the inbox of drizzle on PostgreSQL`. */
function readSuite(title) {
  const [, entry, name = ""] =
    /^(?:the inbox of )?(.+?)(?:Inbox)? on (\w+)(?: \(skipped: .*)?$/.exec(title) ?? [];
  const database = databases.get(name.toLowerCase());
  return entry === undefined || database === undefined ? undefined : { entry, database };
}

/** A case's name without what differs between inboxes: a reason, and the number of interleavings. */
function toCase(title) {
  return title
    .replace(/^known exception \(.*?\): /, "")
    .replace(/ in \d+ random interleavings/, " in random interleavings")
    .replace(/ \((?!seed)[^()]*\)$/, "");
}

/** The names of all cases of the suite. */
export async function readCases() {
  const entry = join(root, "packages/testing/dist/index.js");
  const { inboxCases } = await import(pathToFileURL(entry).href);
  const open = () => Promise.reject(new Error("Only the names are read."));
  const all = [{ open }, { open, takesTurns: "-" }].flatMap((underTest) => inboxCases(underTest));
  return new Set(all.map(({ name }) => toCase(name)));
}

/** Matches the full names of all cases. */
export function toPattern(cases) {
  const escaped = [...cases].map((name) =>
    name
      .replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")
      .replace(" in random interleavings", " in \\d+ random interleavings"),
  );
  return `(?:${escaped.join("|")})`;
}
