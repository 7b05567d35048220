// Writes the tables of docs/gateway.md from packages/core/contract/facts.yaml, with the code and the test of each fact.
// `--check` writes nothing and fails when the page is not what they say.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import { parse } from "yaml";
import { root } from "./run-program.mjs";

const pagePath = join(root, "docs/gateway.md");
const testFolder = "packages/sandbox/test/facts";
const [begin, end] = ["<!-- facts: begin -->", "<!-- facts: end -->"];
const parts = ["client", "receiver", "sandbox"];

/** @typedef {Record<string, string> & { id: string, fact: string, from: string, known: string }} Fact */

/** The test of each fact, by its id: a title begins with it. */
export function findTests(folder = join(root, testFolder)) {
  const tests = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".test.ts"))) {
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, id, title] of text.matchAll(
      /^ *(?:it\(|\)\(\n *|)"([TOWP]\d+) ([^"\r\n\u2028\u2029]*)",/gm,
    )) {
      tests.set(id, { name, title });
    }
  }
  return tests;
}

/**
 * What is wrong with the facts: one line each.
 *
 * @param {readonly { facts: readonly Fact[] }[]} groups
 * @param {ReadonlyMap<string, unknown>} tests
 * @param {{ read: (path: string) => string | undefined, assumptions: readonly string[] }} context reads a file below
 *   packages/; the ids that openapi.yaml lists
 */
export function findProblems(groups, tests, { read, assumptions }) {
  const facts = groups.flatMap((group) => group.facts);
  const problems = [];
  for (const fact of facts) {
    const { id, known } = fact;
    if (!["documented", "assumed", "unknown", "ours"].includes(known)) {
      problems.push(`${id}: known must be documented, assumed, unknown or ours`);
    }
    if (!tests.has(id)) problems.push(`${id}: no test in ${testFolder} begins with its id`);
    if (parts.every((part) => fact[part] === undefined)) {
      problems.push(`${id}: no part of the project implements it`);
    }
    for (const part of parts.filter((one) => fact[one] !== undefined)) {
      const [path = "", name = ""] = (fact[part] ?? "").split(" ");
      const text = read(path);
      if (text === undefined) problems.push(`${id}: there is no file packages/${path}`);
      else if (!text.includes(name)) problems.push(`${id}: ${path} does not have ${name}`);
    }
  }
  const open = facts.filter(({ known }) => known === "assumed" || known === "unknown");
  for (const { id } of open.filter((fact) => !assumptions.includes(fact.id))) {
    problems.push(`${id}: openapi.yaml does not list it under x-assumptions`);
  }
  for (const id of assumptions.filter((one) => !open.some((fact) => fact.id === one))) {
    problems.push(
      `${id}: openapi.yaml lists it under x-assumptions, and facts.yaml does not call it assumed`,
    );
  }
  const known = new Set(facts.map(({ id }) => id));
  for (const id of tests.keys()) {
    if (!known.has(id)) problems.push(`${id}: it has a test and is no fact`);
  }
  return problems;
}

/** @param {Fact} fact @param {string} part */
function toCode(fact, part) {
  const [path, name] = fact[part]?.split(" ") ?? [];
  if (path === undefined) return "";
  return `[${name === undefined ? path.split("/").at(-1) : `\`${name}\``}](../packages/${path})`;
}

/** @param {Fact} fact @param {ReadonlyMap<string, { name: string, title: string }>} tests */
function toRow(fact, tests) {
  const { id, known, from, override } = fact;
  const test = tests.get(id);
  const source = override === undefined ? from : `${from}; \`contract.${override}\``;
  return [
    id,
    fact.fact,
    known,
    source,
    ...parts.map((part) => toCode(fact, part)),
    `[${test?.title}](../${testFolder}/${test?.name})`,
  ];
}

function toPage(groups, tests) {
  const head = ["id", "fact", "known", "from, option", ...parts, "test"];
  return groups
    .map(({ title, facts }) => {
      const rows = [head, head.map(() => "---"), ...facts.map((fact) => toRow(fact, tests))];
      const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
      return `## ${title}\n\n${table}\n`;
    })
    .join("\n");
}

function readSource(path) {
  try {
    return readFileSync(join(root, "packages", path), "utf8");
  } catch {
    return undefined;
  }
}

/** The page as it must be, or what is wrong with the facts. */
export async function generatePage() {
  const readYaml = (name) =>
    parse(readFileSync(join(root, "packages/core/contract", name), "utf8"));
  const { groups } = readYaml("facts.yaml");
  const assumptions = readYaml("openapi.yaml")["x-assumptions"].map(({ fact }) => fact);
  const tests = findTests();
  const problems = findProblems(groups, tests, { read: readSource, assumptions });
  if (problems.length > 0) return { problems };
  const page = readFileSync(pagePath, "utf8");
  const [before = "", rest = ""] = page.split(begin);
  const after = rest.split(end)[1] ?? "";
  const whole = `${before}${begin}\n\n${toPage(groups, tests)}\n${end}${after}`;
  const { code } = await format("gateway.md", whole, { printWidth: 128 });
  return { problems, page, code };
}

if (process.argv[1] === import.meta.filename) {
  const { problems, page, code } = await generatePage();
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  if (!process.argv.includes("--check")) writeFileSync(pagePath, code);
  else if (page !== code) {
    console.error("docs/gateway.md is not what facts.yaml says. Run: npm run generate");
    process.exit(1);
  }
}
