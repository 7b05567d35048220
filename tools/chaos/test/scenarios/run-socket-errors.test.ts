import { describe, expect, it } from "vitest";
import { type Mode, modes } from "../../src/scenarios/modes.js";
import { negativeControls } from "../../src/scenarios/negative-controls.js";
import { runSocketErrors } from "../../src/scenarios/run-socket-errors.js";
import { find } from "../find.js";

const run = (mode: Mode) =>
  runSocketErrors({ mode, seed: "test", faults: 60, onProgress: () => undefined });

describe("runSocketErrors", { timeout: 30_000 }, () => {
  it("finds no payment sent twice or reported as not sent", async () => {
    const result = await run(find(modes, "client"));
    expect(result).toMatchObject({ lost: 0, doubled: 0, phantoms: 0, problems: [] });
    expect(result.faults).toBeGreaterThanOrEqual(60);
    expect(Object.keys(result.variants ?? {}).length).toBeGreaterThan(10);
  });

  it("detects a fetch that retries", async () => {
    const result = await run(find(negativeControls, "fetch that retries any error"));
    expect(result.doubled).toBeGreaterThan(0);
  });
});
