// Runs the steps of `npm test` with turbo, and prints one line for each as its last task ends. A step that runs alone, or
// after another, splits the list: those before it end first.
import { runTurbo, turboArguments } from "./run-turbo.mjs";
import { describeEnding, summarize } from "./step-lines.mjs";

/**
 * @typedef {import("./run-turbo.mjs").TaskEnd} TaskEnd
 * @typedef {{ notes?: string[], counts?: import("./run-vitest.mjs").Counts }} Reading
 * @typedef {{ name: string, does: string, tasks: string[], ids: string[], after?: string, alone?: boolean, byName?: boolean, read?: (ends: TaskEnd[]) => Reading }} Step `ids`: the tasks that it waits for. `byName`: it runs only if it is named
 * @typedef {"ok" | "cached" | "failed" | "skipped" | "not run"} Outcome
 * @typedef {Reading & { step: Step, outcome: Outcome, ends: TaskEnd[], seconds: number, reason?: string, output: string }} Ending
 */

/**
 * Runs the steps that are named, or all, and prints what came of them. Resolves to the exit code.
 * @param {Step[]} all
 * @param {string[]} names
 * @param {{ print?: (text: string) => void, run?: typeof runTurbo, env?: NodeJS.ProcessEnv, isCi?: boolean }} [options]
 */
export async function runSteps(all, names = [], options = {}) {
  const { print = console.log, run = runTurbo, env = {}, isCi = false } = options;
  const unknown = names.filter((name) => all.every((step) => step.name !== name));
  if (unknown.length > 0) {
    print(
      `No such step: ${unknown.join(", ")}. The steps: ${all.map(({ name }) => name).join(", ")}`,
    );
    return 1;
  }
  const startedAt = performance.now();
  /** @type {Ending[]} */
  const endings = [];
  let hasComplaint = false;
  const note = (ending) => {
    endings.push(ending);
    print(describeEnding(ending));
  };
  for (const [index, phase] of toPhases(choose(all, names)).entries()) {
    const isBlocked = ({ after }) =>
      endings.some(({ step, outcome }) => step.name === after && isBad(outcome));
    if (phase.some(isBlocked)) {
      for (const step of phase) note(toEnding(step, [], { seconds: 0, isCi, rest: "" }));
      continue;
    }
    const args = turboArguments(
      phase.flatMap(({ tasks }) => tasks),
      { isCi, isBuilt: index > 0 },
    );
    const { isInterrupted, complaint } = await runPhase(phase, { args, env, run, note, isCi });
    if (isInterrupted) {
      print("\nInterrupted.");
      return 130;
    }
    if (complaint !== undefined) {
      print(`\nturbo failed:\n${complaint}`);
      hasComplaint = true;
    }
  }
  print(`\n${summarize(endings, secondsSince(startedAt))}`);
  return hasComplaint || endings.some(({ outcome }) => isBad(outcome)) ? 1 : 0;
}

/** A step that is named brings the step it waits for. */
function choose(all, names) {
  if (names.length === 0) return all.filter(({ byName }) => !byName);
  const needed = all.filter(({ name }) => names.includes(name)).map(({ after }) => after);
  return all.filter(({ name }) => names.includes(name) || needed.includes(name));
}

/** One run of turbo for each: steps that run beside each other and do not wait for each other, or one that runs alone. */
function toPhases(steps) {
  const phases = [];
  for (const step of steps) {
    const last = phases.at(-1) ?? [];
    const isBeside =
      !step.alone && !last[0]?.alone && !last.some(({ name }) => name === step.after);
    if (isBeside && last.length > 0) last.push(step);
    else phases.push([step]);
  }
  return phases;
}

/** Notes each step when its last task has ended, and at the end those with tasks that never began. */
async function runPhase(phase, { args, env, run, note, isCi }) {
  const startedAt = performance.now();
  let hasFailed = false;
  const waiting = new Map(phase.map((step) => [step, []]));
  const finish = (step, ends, rest = "") => {
    waiting.delete(step);
    note(toEnding(step, ends, { seconds: secondsSince(startedAt), isCi, rest }));
  };
  const { code, output, isInterrupted } = await run(args, {
    env,
    onTask(end) {
      hasFailed ||= end.isFailed;
      for (const [step, ends] of waiting) {
        if (!step.ids.includes(end.id)) continue;
        ends.push(end);
        if (ends.length === step.ids.length) finish(step, ends);
      }
    },
  });
  if (isInterrupted) return { isInterrupted };
  for (const [step, ends] of waiting) finish(step, ends, code === 0 ? "" : output);
  // A failure of turbo itself must not pass for a success.
  return { isInterrupted, complaint: code === 0 || hasFailed ? undefined : output };
}

/** @returns {Ending} */
function toEnding(step, ends, { seconds, isCi, rest }) {
  const failed = ends.filter(({ isFailed }) => isFailed);
  const reasons = failed.map(({ output }) => /^Skipped: (.+)$/m.exec(output)?.[1]);
  const isSkipped = failed.length > 0 && !isCi && !reasons.includes(undefined);
  const missing = step.ids.length - ends.length;
  const reading = ends.length > 0 ? step.read?.(ends) : undefined;
  const isEmpty = reading?.counts !== undefined && sumOf(reading.counts) === 0;
  const outcome = outcomeOf({ ends, failed, isSkipped, missing, isEmpty });
  const output = failed.map((end) => `${end.id}\n${end.output}`).join("\n\n");
  return {
    step,
    outcome,
    ends,
    seconds,
    output: outcome === "not run" ? rest : output,
    ...(isSkipped ? { reason: reasons[0] } : {}),
    ...(outcome === "not run" ? { reason: reasonOf(step, missing) } : {}),
    ...(outcome === "failed" && failed.length === 0
      ? { reason: "no test was executed, or no report is left of them" }
      : {}),
    ...reading,
  };
}

const sumOf = ({ passed, failed, skipped }) => passed + failed + skipped;

/** @returns {Outcome} */
function outcomeOf({ ends, failed, isSkipped, missing, isEmpty }) {
  if (isSkipped) return "skipped";
  if (failed.length > 0) return "failed";
  if (missing > 0) return "not run";
  if (isEmpty) return "failed";
  return ends.every(({ isCached }) => isCached) ? "cached" : "ok";
}

function reasonOf({ after, ids }, missing) {
  const need =
    after === undefined ? "turbo did not start them" : `they need ${after}, which failed`;
  return `${missing} of ${ids.length} tasks: ${need}`;
}

const isBad = (outcome) => outcome === "failed" || outcome === "not run";
const secondsSince = (startedAt) => (performance.now() - startedAt) / 1000;
