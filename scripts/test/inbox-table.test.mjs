import { describe, expect, it } from "vitest";
import { findProblems, toTable } from "../inboxes/inbox-page.mjs";
import { readPairs } from "../inboxes/inbox-pairs.mjs";

const cases = new Set(["claims", "peeks", "follows the model in random interleavings (seed 1)"]);
const toAssertion = (suite, title, status = "passed") => ({
  ancestorTitles: [suite, "in the conformance suite"],
  title,
  fullName: `${suite} ${title}`,
  status,
});
const read = (...assertionResults) =>
  readPairs({ testResults: [{ name: "a.test.ts", assertionResults }] }, cases);

describe("the table of inboxes", () => {
  it("has a pair for each suite", () => {
    const { pairs, problems } = read(
      toAssertion("the inbox of knex on MariaDB", "claims"),
      toAssertion("the inbox of knex on MariaDB", "peeks"),
      toAssertion("typeormInbox on postgres", "claims"),
      toAssertion("typeormInbox on postgres", "has nothing to do with the suite"),
    );
    expect(problems).toEqual([]);
    expect(toTable(pairs)).toBe(
      [
        "| entry | PostgreSQL | MariaDB |",
        "| --- | ---: | ---: |",
        "| knex |  | 2 |",
        "| typeorm | 1 |  |",
      ].join("\n"),
    );
  });

  it("counts known exceptions and interleavings", () => {
    const { pairs } = read(
      toAssertion("better-sqlite3 on SQLite", "known exception (it runs in the process): claims"),
      toAssertion("better-sqlite3 on SQLite", "peeks (SQLite has one writer)"),
      toAssertion(
        "better-sqlite3 on SQLite",
        "follows the model in 50 random interleavings (seed 1)",
      ),
    );
    expect(pairs).toMatchObject([
      {
        passed: 2,
        exceptions: [{ reason: "it runs in the process", name: "claims" }],
        interleavings: 50,
      },
    ]);
  });

  it("reports a suite whose database is not known", () => {
    const { pairs, problems } = read(toAssertion("knexInbox", "claims"));
    expect(pairs).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/^a\.test\.ts: name the suite/)]);
  });
});

describe("the check of the page", () => {
  const page = "| entry | PostgreSQL | MariaDB |\n| --- | ---: | ---: |\n| knex | 1 | 2 |";
  const both = [
    toAssertion("knex on PostgreSQL", "claims"),
    toAssertion("knex on MariaDB", "claims"),
    toAssertion("knex on MariaDB", "peeks"),
  ];

  it("accepts a run with the same numbers", () => {
    expect(findProblems(read(...both).pairs, page)).toEqual([]);
  });

  it("reports other numbers and pairs", () => {
    const { pairs } = read(both[0], both[1], toAssertion("kysely on PostgreSQL", "claims"));
    expect(findProblems(pairs, page)).toEqual([
      "knex on MariaDB: the page says 2, and the run 1.",
      "kysely on PostgreSQL: the page says nothing, and the run 1.",
    ]);
    expect(findProblems(read(both[0]).pairs, page)).toEqual([
      "knex on MariaDB: it is on the page, and no suite has this name.",
    ]);
  });

  it("ignores a pair whose server is missing", () => {
    const { pairs } = read(both[0], toAssertion("knex on MariaDB", "claims", "skipped"));
    expect(findProblems(pairs, page)).toEqual([]);
  });
});
