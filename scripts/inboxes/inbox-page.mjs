// The page of the pairs, and how a run differs from it.
import { databases } from "./inbox-pairs.mjs";

/** @typedef {import("./inbox-pairs.mjs").Pair} Pair */

/** @param {readonly Pair[]} pairs */
export function toTable(pairs) {
  const columns = [...new Set(databases.values())].filter((name) =>
    pairs.some(({ database }) => database === name),
  );
  const entries = [...new Set(pairs.map(({ entry }) => entry))];
  const lines = [
    ["entry", ...columns],
    ["---", ...columns.map(() => "---:")],
    ...entries.map((entry) => [
      entry,
      ...columns.map((name) =>
        toCell(pairs.find((pair) => pair.entry === entry && pair.database === name)),
      ),
    ]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** @param {Pair | undefined} pair */
function toCell(pair) {
  if (pair === undefined) return "";
  const { passed, failed, exceptions } = pair;
  const more = exceptions.length === 0 ? "" : ` + ${exceptions.length}`;
  return failed > 0 ? `${failed} failed` : `${passed}${more}`;
}

/** @param {readonly Pair[]} pairs */
function toExceptions(pairs) {
  const lines = pairs.flatMap(({ entry, database, exceptions }) =>
    exceptions.map(({ reason, name }) => `- ${entry} on ${database}: ${name}. ${reason}.`),
  );
  return lines.length === 0 ? "There are none." : lines.join("\n");
}

/** @param {readonly Pair[]} pairs @param {Date} at */
export async function toPage(pairs, at) {
  const { format } = await import("oxfmt");
  const played = Math.min(...pairs.map(({ interleavings }) => interleavings));
  const text = `# Inbox conformance

Every entry of [@numipay/sql](../packages/sql/README.md) must pass the same conformance suite on each database that it supports: the
rules of the \`Inbox\` interface, races, lost leases, outages, and random interleavings of claims that are compared with a model. The
cases are published in [@numipay/testing](../packages/testing/README.md) as \`inboxCases\`.

\`npm run inboxes -- --write\` wrote this page on ${at.toISOString().slice(0, 10)}, on ${process.platform} ${process.arch}, with
at least ${played.toLocaleString("en")} random interleavings on one inbox and as many on two.

- A cell shows how many cases passed. The number after a plus counts known exceptions. An empty cell is a pair that is not supported.
- A known exception is a case that needs an ability that the database does not have. The suite checks that it is still missing.
- PGlite and SQLite have one writer at a time. One case is therefore played in turns instead of at once.

${toTable(pairs)}

## Known exceptions

${toExceptions(pairs)}

## Run it

\`\`\`sh no-run
npm run inboxes
NUMIPAY_INTERLEAVINGS=1000 npm run inboxes -- --write
\`\`\`

A suite is in the table if its \`describe\` has the name "entry on database". The tests of \`packages/sql\` fail if this page has other
pairs or numbers than they. To write it from their report:

\`\`\`sh no-run
npm run inboxes -- --write packages/sql/.reports/tests.json
\`\`\`
`;
  const { code } = await format("inboxes.md", text, { printWidth: 128 });
  return code;
}

/**
 * What is wrong with the page: one line each. A pair whose server was missing is not compared.
 *
 * @param {readonly Pair[]} pairs
 * @param {string} text
 */
export function findProblems(pairs, text) {
  const written = new Map(readCells(text));
  const nameOf = ({ entry, database }) => `${entry} on ${database}`;
  const names = new Set(pairs.map(nameOf));
  return [
    ...pairs.flatMap((pair) => {
      if (pair.skipped > 0) return [];
      const [is, should] = [written.get(nameOf(pair)) ?? "nothing", toCell(pair)];
      return is === should ? [] : [`${nameOf(pair)}: the page says ${is}, and the run ${should}.`];
    }),
    ...[...written.keys()]
      .filter((name) => !names.has(name))
      .map((name) => `${name}: it is on the page, and no suite has this name.`),
  ];
}

/** The cells of the page's table by pair. */
function readCells(text) {
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], , ...body] = rows;
  return body.flatMap(([entry, ...cells]) =>
    cells.flatMap((cell, at) => (cell === "" ? [] : [[`${entry} on ${head[at + 1]}`, cell]])),
  );
}
