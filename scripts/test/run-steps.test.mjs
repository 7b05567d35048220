import { describe, expect, it } from "vitest";
import { runSteps } from "../run-steps.mjs";

const ok = { code: 0, output: "" };
const counts = (passed, failed, skipped) => ({ passed, failed, skipped });

async function run(steps, names) {
  const printed = [];
  const full = steps.map((step) => ({ does: "", run: () => ok, ...step }));
  const code = await runSteps(full, names, (text) => printed.push(text));
  return { code, printed: printed.join("\n"), lastLine: printed.join("\n").split("\n").at(-1) };
}

describe("the steps", () => {
  it("end with the sum of the tests that were executed", async () => {
    const steps = [
      { name: "tests", run: () => ({ ...ok, counts: counts(7, 0, 1) }) },
      { name: "browser", run: () => ({ ...ok, counts: counts(2, 0, 0) }) },
    ];

    expect(await run(steps)).toMatchObject({ code: 0, lastLine: "9 passed, 0 failed, 1 skipped" });
  });

  it("end with 1 when one failed, and show what it said", async () => {
    const steps = [{ name: "a" }, { name: "b", run: () => ({ code: 2, output: "the reason" }) }];
    const { code, printed, lastLine } = await run(steps);

    expect(code).toBe(1);
    expect(printed).toContain("    the reason");
    expect(printed).toContain("1 ok, 1 failed (b)");
    expect(lastLine).toBe("0 passed, 0 failed, 0 skipped");
  });

  it("do not run what needs a step that failed", async () => {
    const steps = [
      { name: "build", run: () => ({ code: 1, output: "" }) },
      { name: "tests", after: "build", run: () => expect.unreachable() },
    ];
    const { code, printed } = await run(steps);

    expect(code).toBe(1);
    expect(printed).toContain("it needs build, which failed");
    expect(printed).toContain("1 not run (tests)");
  });

  it("count a step without its browser as skipped, with the reason", async () => {
    const steps = [{ name: "browser", run: () => ({ ...ok, skipped: "no browser here" }) }];
    const { code, printed } = await run(steps);

    expect(code).toBe(0);
    expect(printed).toContain("no browser here");
    expect(printed).toContain("1 skipped (browser)");
  });

  it("are two at once, and one when it wants to be alone", async () => {
    let running = 0;
    const most = [];
    const watched = async () => {
      running += 1;
      most.push(running);
      await Promise.resolve();
      await Promise.resolve();
      running -= 1;
      return ok;
    };
    await run([
      { name: "a", run: watched },
      { name: "b", run: watched },
      { name: "c", run: watched },
      { name: "d", alone: true, run: watched },
    ]);

    expect(Math.max(...most.slice(0, 3))).toBe(2);
    expect(most[3]).toBe(1);
  });

  it("do not overtake one that wants to be alone", async () => {
    const started = [];
    const noted = (name) => ({
      name,
      run: async () => {
        started.push(name);
        await new Promise((resolve) => setImmediate(resolve));
        return ok;
      },
    });
    await run([noted("a"), { ...noted("b"), alone: true }, noted("c"), noted("d")]);

    expect(started).toEqual(["a", "b", "c", "d"]);
  });

  it("are only those that are named, and what they need", async () => {
    const steps = [{ name: "build" }, { name: "docs", after: "build" }, { name: "knip" }];

    expect((await run(steps, ["docs"])).printed).toContain("2 steps in");
    expect((await run(steps, ["knip"])).printed).toContain("1 step in");
  });

  it("are listed when a name is unknown", async () => {
    const { code, printed } = await run([{ name: "build" }], ["biuld"]);

    expect(code).toBe(1);
    expect(printed).toBe("No such step: biuld. The steps: build");
  });
});
