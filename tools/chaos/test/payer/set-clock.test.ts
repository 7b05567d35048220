import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../dist/payer/set-clock.js", import.meta.url));
const hourMs = 3_600_000;

/** The clocks of a process: `Date.now()`, `new Date()`, and a date of its own. */
function readClocks(fault: string): [now: number, current: number, fixed: string] {
  const script = `import(${JSON.stringify(program)}).then(({ setClock }) => {
    setClock(${JSON.stringify(fault)});
    console.log(JSON.stringify([Date.now(), new Date().getTime(), new Date(0).toISOString()]));
  })`;
  const output = execFileSync(process.execPath, ["--eval", script], { encoding: "utf8" });
  return JSON.parse(output) as [number, number, string];
}

describe("setClock", () => {
  it.each([
    ["ahead", hourMs],
    ["behind", -hourMs],
  ])("sets a clock %s", (fault, offsetMs) => {
    const [now, current, fixed] = readClocks(fault);
    for (const time of [now, current]) {
      expect(Math.abs(time - Date.now() - offsetMs)).toBeLessThan(60_000);
    }
    expect(fixed).toBe("1970-01-01T00:00:00.000Z");
  });
});
