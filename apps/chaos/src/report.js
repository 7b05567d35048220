import { families } from "./families.js";

const columns = ["events", "deliveries", "faults", "lost", "doubled", "regressed", "again"];

/** The results as a Markdown table, aligned so that it reads well in a terminal too. */
export function showTable(results) {
  const head = ["mode", "faults played", ...columns, "seconds"];
  const rows = results.map((result) => [
    result.isControl ? `(${result.name})` : result.name,
    result.familyName,
    ...columns.map((column) => result[column].toLocaleString("en")),
    result.seconds.toFixed(1),
  ]);
  const widths = head.map((title, at) =>
    Math.max(3, title.length, ...rows.map((row) => row[at].length)),
  );
  const isText = (at) => at < 2;
  const line = (cells) =>
    `| ${cells.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    isText(at) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** What one line proves against us; of a mistake, that it did not show. */
export function problemsOf(result) {
  const where = `${result.name}, ${result.familyName}`;
  if (result.isControl) {
    const { shows } = result.mode;
    if (result[shows] > 0) return [];
    return [`${where}: this mistake must show as ${shows}, and did not: the run cannot see it.`];
  }
  const problems = ["lost", "doubled", "regressed", "phantoms"]
    .filter((kind) => result[kind] > 0)
    .map((kind) => `${where}: ${kind} ${result[kind]}.`);
  if (result.faults === 0) problems.push(`${where}: no fault was played.`);
  // Where nobody is hit, a handler runs once: the effect's own idempotency must not hide an inbox that lets two in.
  if (result.again > 0 && !families[result.familyName]?.mayRunAgain) {
    problems.push(`${where}: a handler ran again ${result.again} times.`);
  }
  return problems;
}
