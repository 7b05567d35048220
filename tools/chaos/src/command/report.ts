import { families } from "../play/families.js";
import { steps } from "../receiver/steps.js";

const columns = ["events", "deliveries", "faults", "lost", "doubled", "regressed", "again"];
const head = ["mode", "faults played", ...columns, "2xx while away", "seconds"];
/** Wide enough for the numbers of a full run, which are not known when the first line is shown. */
const numberWidth = 9;

/** A Markdown table whose lines are shown one by one, aligned so that it reads well in a terminal too. */
export function toTable(cells) {
  const texts = [cells.map(toName), cells.map(({ familyName }) => familyName)];
  const widths = head.map((title, at) =>
    Math.max(title.length, ...(texts[at]?.map(({ length }) => length) ?? [numberWidth])),
  );
  const isText = (at) => at < texts.length;
  const line = (row) =>
    `| ${row.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    isText(at) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return {
    head: `${line(head)}\n${line(rule)}`,
    row: (result) => line(toRow(result)),
  };
}

function toRow(result) {
  return [
    toName(result),
    result.familyName,
    ...columns.map((column) => toNumber(result[column])),
    // Blank where the store never was away for sure.
    result.whileDown > 0 ? `${result.wronglyTaken} of ${toNumber(result.whileDown)}` : "",
    result.seconds.toFixed(1),
  ];
}

/** Mistakes stand in round brackets, and modes that forget by their settings in square ones. */
function toName({ name, mode, isControl }) {
  if (isControl) return `(${name})`;
  return mode.mayLose ? `[${name}]` : name;
}

/** How often receivers were killed or stopped at each step, over all lines that count: a mistake need not be hit often. */
export function showHits(results) {
  const counted = results.filter(({ isControl }) => !isControl);
  const lines = ["kill -9", "stopped past its lease"].flatMap((familyName) => {
    const all = counted.filter((result) => result.familyName === familyName);
    const counts = steps.map((step) => {
      const each = all.map(({ hits }) => hits[step] ?? 0);
      return [step, Math.min(...each), each.reduce((sum, count) => sum + count, 0)];
    });
    const shown = counts.filter(([, , sum]) => sum > 0);
    if (shown.length === 0) return [];
    const text = shown.map(([step, least, sum]) => `${step} ${sum} (${least})`).join(", ");
    return [`${familyName}, at each step, in all (in the line with the fewest): ${text}`];
  });
  return lines.join("\n");
}

/** In how many ways handlers and sockets failed, and how often in each, over all lines that count. */
export function showPlays(results) {
  const counted = results.filter(({ isControl, plays }) => !isControl && plays !== undefined);
  const names = [...new Set(counted.map(({ familyName }) => familyName))];
  const lines = names.flatMap((familyName) => {
    const all = counted.filter((result) => result.familyName === familyName);
    const ways = new Set(all.flatMap(({ plays }) => Object.keys(plays)));
    for (const way of families[familyName]?.handlerFaults ?? []) ways.add(way);
    if (ways.size === 0) return [];
    const least = Math.min(...all.flatMap(({ plays }) => [...ways].map((way) => plays[way] ?? 0)));
    return [
      `${familyName}: ${ways.size} ways, each of them at least ${toNumber(least)} times a line`,
    ];
  });
  return lines.join("\n");
}

/** What the run took, and what a full one would take at its pace. */
export function showEstimate(results, { target, full, ms }) {
  const minutes = (ms / 60_000).toFixed(1);
  if (target >= full) return `${minutes} minutes in all.`;
  const seconds = results.map(({ isControl, seconds: took, faults }) =>
    isControl || faults === 0 ? took : (took * full) / faults,
  );
  const all = seconds.reduce((sum, one) => sum + one, 0) / 60;
  return `${minutes} minutes in all. A full run of these lines would take ${all.toFixed(0)} minutes at most.`;
}

function toNumber(value: number) {
  return value.toLocaleString("en");
}
