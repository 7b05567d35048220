import { describe, expect, it } from "vitest";
import { runSteps } from "../run-steps.mjs";

const counts = (passed, failed, skipped) => ({ passed, failed, skipped });

/** A step of one task, or of those that are named. */
function step(name, more = {}) {
  const { tasks = [name], ...rest } = more;
  return { name, does: "", tasks, ids: tasks.map((task) => `a#${task}`), ...rest };
}

/** Runs steps with a turbo whose tasks end as `ends` says; a task without an entry passes, one with `null` never starts. */
async function run(steps, { names = [], ends = {}, isCi = false, code = 0, output = "" } = {}) {
  const printed = [];
  const runs = [];
  const turbo = async (args, { onTask }) => {
    runs.push(args);
    const tasks = args.filter((arg) => steps.some((one) => one.tasks.includes(arg)));
    for (const task of tasks.filter((one) => ends[one] !== null)) {
      onTask({ id: `a#${task}`, isCached: false, isFailed: false, output: "", ...ends[task] });
    }
    return { code, output, isInterrupted: false };
  };
  const print = (text) => printed.push(text);
  const exitCode = await runSteps(steps, names, { print, run: turbo, isCi });
  const text = printed.join("\n");
  return { code: exitCode, printed: text, runs, lastLine: text.split("\n").at(-1) };
}

describe("the steps", () => {
  it("end with the sum of the tests that were executed", async () => {
    const steps = [
      step("tests", { read: () => ({ counts: counts(7, 0, 1) }) }),
      step("browser", { read: () => ({ counts: counts(2, 0, 0) }) }),
    ];

    expect(await run(steps)).toMatchObject({ code: 0, lastLine: "9 passed, 0 failed, 1 skipped" });
  });

  it("leave out what runs by name only", async () => {
    const steps = [step("a"), step("b", { byName: true })];
    expect((await run(steps)).printed).toContain("1 step in");
    expect((await run(steps, { names: ["b"] })).printed).toContain("b           ok");
  });

  it("fail if no test was executed", async () => {
    const steps = [step("tests", { read: () => ({ counts: counts(0, 0, 0) }) })];
    const { code, printed } = await run(steps);

    expect(code).toBe(1);
    expect(printed).toContain("no test was executed");
    expect(printed).toContain("1 failed (tests)");
  });

  it("report a failed task with its output, and exit with 1", async () => {
    const ends = { b: { isFailed: true, output: "the reason" } };
    const { code, printed, lastLine } = await run([step("a"), step("b")], { ends });

    expect(code).toBe(1);
    expect(printed).toContain("    a#b\n    the reason");
    expect(printed).toContain("1 ok, 1 failed (b)");
    expect(lastLine).toBe("0 passed, 0 failed, 0 skipped");
  });

  it("do not run what needs a step that failed", async () => {
    const steps = [step("build"), step("tests", { after: "build" })];
    const ends = { build: { isFailed: true }, tests: null };
    const { code, printed } = await run(steps, { ends });

    expect(code).toBe(1);
    expect(printed).toContain("1 of 1 tasks: they need build, which failed");
    expect(printed).toContain("1 not run (tests)");
  });

  it("do not start a step alone after a failed build", async () => {
    const steps = [step("build"), step("chaos", { after: "build", alone: true })];
    const { code, runs } = await run(steps, { ends: { build: { isFailed: true } } });

    expect(code).toBe(1);
    expect(runs).toHaveLength(1);
  });

  it("fail when turbo ends before their tasks", async () => {
    const how = { ends: { a: null }, code: 1, output: "turbo.json: unknown key" };
    const { code, printed } = await run([step("a")], how);

    expect(code).toBe(1);
    expect(printed).toContain("turbo.json: unknown key");
  });

  it("fail when turbo fails, even if every task passed", async () => {
    const { code, printed } = await run([step("a")], { code: 1, output: "the cache is full" });

    expect(code).toBe(1);
    expect(printed).toContain("the cache is full");
  });

  it("count a task without its browser as skipped, with the reason", async () => {
    const ends = { browser: { isFailed: true, output: "Skipped: no browser here" } };
    const { code, printed } = await run([step("browser")], { ends, code: 1 });

    expect(code).toBe(0);
    expect(printed).toContain("    no browser here");
    expect(printed).toContain("1 skipped (browser)");
  });

  it("fail on CI without their browser", async () => {
    const ends = { browser: { isFailed: true, output: "Skipped: no browser here" } };

    expect((await run([step("browser")], { ends, code: 1, isCi: true })).code).toBe(1);
  });

  it("run beside each other, and alone when they ask for it", async () => {
    const steps = [step("a"), step("b"), step("c", { alone: true }), step("d")];
    const { runs } = await run(steps);

    const tasks = runs.map((args) => args.filter((arg) => /^[a-d]$/.test(arg)));
    expect(tasks).toEqual([["a", "b"], ["c"], ["d"]]);
  });

  it("run after the step they wait for, with those listed between", async () => {
    const waiting = { after: "a" };
    const { runs } = await run([step("a"), step("b"), step("c", waiting), step("d", waiting)]);

    const tasks = runs.map((args) => args.filter((arg) => /^[a-d]$/.test(arg)));
    expect(tasks).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("are only those that are named, and what they need", async () => {
    const steps = [step("build"), step("docs", { after: "build" }), step("knip")];

    expect((await run(steps, { names: ["docs"] })).printed).toContain("2 steps in");
    expect((await run(steps, { names: ["knip"] })).printed).toContain("1 step in");
  });

  it("are listed when a name is unknown", async () => {
    const { code, printed } = await run([step("build")], { names: ["biuld"] });

    expect(code).toBe(1);
    expect(printed).toBe("No such step: biuld. The steps: build");
  });
});

describe("the cache", () => {
  const steps = [step("build"), step("types", { tasks: ["types", "check:types"] })];

  it("is counted, for each step and in all", async () => {
    const ends = { build: { isCached: true }, types: { isCached: true } };
    const { printed } = await run(steps, { ends });

    expect(printed).toMatch(/^build +cached /m);
    expect(printed).toMatch(/^types +ok .*1 of 2 tasks cached$/m);
    expect(printed).toContain("2 of 3 tasks came from the cache");
  });

  it("serves a developer", async () => {
    const { runs } = await run([...steps, step("chaos", { alone: true })]);

    expect(runs).toHaveLength(2);
    for (const args of runs) {
      expect(args).not.toContain("--force");
      // The key of a task that runs without its dependencies does not know what they built.
      expect(args).not.toContain("--only");
    }
  });

  it("is not read on CI", async () => {
    const { runs } = await run([...steps, step("chaos", { alone: true })], { isCi: true });

    expect(runs.map((args) => args.includes("--force"))).toEqual([true, true]);
    // The second run finds the packages built by the first.
    expect(runs.map((args) => args.includes("--only"))).toEqual([false, true]);
  });
});
