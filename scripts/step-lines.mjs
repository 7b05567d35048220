// What `npm test` prints: a line for each step, and at the end the sums.

const outcomes = /** @type {const} */ (["ok", "cached", "failed", "not run", "skipped"]);

/** @param {import("./run-steps.mjs").Ending} ending */
export function describeEnding({ step, outcome, seconds, ends, reason, output, notes, counts }) {
  const columns = [
    step.name.padEnd(10),
    outcome.padEnd(8),
    `${seconds.toFixed(1)} s`.padStart(7),
    [step.does, ...details(outcome, ends, counts)].join("; "),
  ];
  const lines = [columns.join("  ").trimEnd(), ...(notes ?? []).map((note) => `    ${note}`)];
  if (reason !== undefined) lines.push(`    ${reason}`);
  if (output !== "" && outcome !== "skipped") lines.push("", indent(output.trim()), "");
  return lines.join("\n");
}

function details(outcome, ends, counts) {
  const cached = ends.filter(({ isCached }) => isCached).length;
  return [
    ...(counts === undefined ? [] : [inWords(counts)]),
    ...(outcome !== "cached" && cached > 0 ? [`${cached} of ${ends.length} tasks cached`] : []),
  ];
}

const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

function indent(text) {
  return text.replaceAll(/^(?=.)/gm, "    ");
}

/**
 * The last line counts tests, so that a run in which none was executed is seen.
 * @param {import("./run-steps.mjs").Ending[]} endings
 */
export function summarize(endings, seconds) {
  const parts = outcomes.flatMap((word) => {
    const names = endings.filter(({ outcome }) => outcome === word).map(({ step }) => step.name);
    if (names.length === 0) return [];
    const list = word === "ok" || word === "cached" ? "" : ` (${names.join(", ")})`;
    return [`${names.length} ${word}${list}`];
  });
  const tasks = endings.flatMap(({ ends }) => ends);
  const cached = tasks.filter(({ isCached }) => isCached).length;
  const sum = (key) => endings.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
  const counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  return [
    `${endings.length} ${endings.length === 1 ? "step" : "steps"} in ${seconds.toFixed(0)} s: ${parts.join(", ")}`,
    `${cached} of ${tasks.length} tasks came from the cache`,
    inWords(counts),
  ].join("\n");
}
