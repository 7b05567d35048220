// Runs steps, two at a time where they do not wait for each other, and prints one line for each. A step that runs alone
// splits the list: those before it end first, and those after it start later.

/**
 * @typedef {{ code: number | null, output: string, skipped?: string, notRun?: string, notes?: string[], counts?: import("./run-vitest.mjs").Counts }} Result
 * @typedef {{ name: string, does: string, after?: string, alone?: boolean, run: () => Result | Promise<Result> }} Step
 * @typedef {{ step: Step, result: Result, seconds: number }} Ending
 */

const atOnce = 2;

/**
 * Runs the steps that are named, or all, and prints what came of them. Resolves to the exit code.
 * @param {Step[]} all
 * @param {string[]} names
 */
export async function runSteps(all, names = [], print = console.log) {
  const unknown = names.filter((name) => all.every((step) => step.name !== name));
  if (unknown.length > 0) {
    print(
      `No such step: ${unknown.join(", ")}. The steps: ${all.map(({ name }) => name).join(", ")}`,
    );
    return 1;
  }
  const startedAt = performance.now();
  const endings = await runInOrder(choose(all, names), (ending) => print(describe(ending)));
  print(`\n${summary(endings, secondsSince(startedAt))}`);
  return endings.some(({ result }) => isFailure(result)) ? 1 : 0;
}

/** A step that is named brings the step it waits for. */
function choose(all, names) {
  if (names.length === 0) return all;
  const needed = all.filter(({ name }) => names.includes(name)).map(({ after }) => after);
  return all.filter(({ name }) => names.includes(name) || needed.includes(name));
}

/** @returns {Promise<Ending[]>} */
async function runInOrder(steps, onEnding) {
  const waiting = [...steps];
  const running = new Map();
  const endings = [];
  const endingOf = (name) => endings.find(({ step }) => step.name === name);

  const canStart = ({ after, alone }) =>
    running.size < (alone ? 1 : atOnce) &&
    ![...running.keys()].some((step) => step.alone) &&
    (after === undefined || endingOf(after) !== undefined);

  const start = async (step) => {
    const startedAt = performance.now();
    const before = endingOf(step.after);
    const result =
      before !== undefined && isFailure(before.result)
        ? { code: 1, output: "", notRun: `it needs ${step.after}, which failed` }
        : await step.run();
    const ending = { step, result, seconds: secondsSince(startedAt) };
    endings.push(ending);
    running.delete(step);
    onEnding(ending);
  };

  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((step, at) => canStart(step) && !isBehindAlone(waiting, at));
    if (next === -1) {
      await Promise.race(running.values());
      continue;
    }
    const [step] = waiting.splice(next, 1);

    running.set(step, start(step));
    // A step that ended before it was noted down as running.
    if (endingOf(step.name) !== undefined) running.delete(step);
  }
  return endings;
}

/** Whether a step that runs alone is still to start before this one. */
function isBehindAlone(waiting, at) {
  return waiting.slice(0, at).some(({ alone }) => alone);
}

const secondsSince = (startedAt) => (performance.now() - startedAt) / 1000;
/** @type {(result: Result) => boolean} */
const isFailure = ({ code, skipped }) => skipped === undefined && code !== 0;

function wordFor(result) {
  if (result.skipped !== undefined) return "skipped";
  if (result.notRun !== undefined) return "not run";
  return isFailure(result) ? "failed" : "ok";
}

function describe({ step, result, seconds }) {
  const columns = [
    step.name.padEnd(10),
    wordFor(result).padEnd(8),
    `${seconds.toFixed(1)} s`.padStart(7),
    step.does,
  ];
  const lines = [columns.join("  ").trimEnd(), ...(result.notes ?? [])];
  const reason = result.skipped ?? result.notRun;
  if (reason !== undefined) lines.push(`    ${reason}`);
  else if (isFailure(result)) lines.push("", indent(result.output.trim()), "");
  return lines.join("\n");
}

function indent(text) {
  return text.replaceAll(/^(?=.)/gm, "    ");
}

/** The last line counts tests, so that a run in which none was executed is seen. */
function summary(endings, seconds) {
  const named = (word) =>
    endings.filter(({ result }) => wordFor(result) === word).map(({ step }) => step.name);
  const part = (word) => {
    const names = named(word);
    return names.length === 0 ? [] : [`${names.length} ${word} (${names.join(", ")})`];
  };
  const steps = [
    `${named("ok").length} ok`,
    ...part("failed"),
    ...part("not run"),
    ...part("skipped"),
  ].join(", ");
  const sum = (key) =>
    endings.reduce((total, { result }) => total + (result.counts?.[key] ?? 0), 0);
  return [
    `${endings.length} ${endings.length === 1 ? "step" : "steps"} in ${seconds.toFixed(0)} s: ${steps}`,
    `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`,
  ].join("\n");
}
