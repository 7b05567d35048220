// Writes docs/inboxes.md: the result of the conformance suite with each entry of @numipay/sql on each database, from vitest's own
// report. It runs the suite, or reads the report that it is given, and prints the table. `--write` also writes the page, and `--check`
// fails when the page has other pairs or numbers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findProblems, toPage, toTable } from "./inboxes/inbox-page.mjs";
import { readCases, readPairs, toPattern } from "./inboxes/inbox-pairs.mjs";
import { root } from "./run-program.mjs";
import { runVitest } from "./run-vitest.mjs";

const page = join(root, "docs/inboxes.md");

async function runSuite(cases) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-inboxes-"));
  try {
    const path = join(folder, "report.json");
    const { output } = await runVitest("sql", path, { args: ["-t", toPattern(cases)] });
    return { report: JSON.parse(readFileSync(path, "utf8")), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fail(lines) {
  for (const line of lines) console.error(line);
  process.exitCode = 1;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { write: { type: "boolean" }, check: { type: "boolean" } },
    allowPositionals: true,
  });
  const cases = await readCases();
  const [path] = positionals;
  const { report, output } =
    path === undefined
      ? await runSuite(cases)
      : { report: JSON.parse(readFileSync(path, "utf8")), output: "" };
  const { pairs, problems } = readPairs(report, cases);
  if (values.check === true) {
    const all = [...problems, ...findProblems(pairs, readFileSync(page, "utf8"))];
    if (all.length > 0) fail([...all, advice]);
    return;
  }
  const bad = pairs.filter(({ failed, skipped }) => failed + skipped > 0);
  console.log(toTable(pairs));
  if (problems.length > 0) fail(problems);
  if (bad.length > 0 || pairs.length === 0) {
    fail([output, ...bad.map(({ entry, database }) => `Not passed: ${entry} on ${database}.`)]);
  }
  if (values.write !== true || process.exitCode === 1) return;
  writeFileSync(page, await toPage(pairs, new Date()));
  console.log("\nWrote docs/inboxes.md.");
}

const advice =
  "Run the tests of packages/sql, and `npm run inboxes -- --write packages/sql/.reports/tests.json`.";

await main();
