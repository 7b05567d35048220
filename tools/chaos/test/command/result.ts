import type { ScenarioResult } from "../../src/scenarios/scenario.js";

/** A scenario without findings. */
export const clean: ScenarioResult = {
  name: "memory",
  familyName: "duplicates",
  mode: { processes: 1, families: [] },
  isControl: false,
  events: 1200,
  deliveries: 9000,
  faults: 1200,
  lost: 0,
  lostKeys: [],
  doubled: 0,
  regressed: 0,
  phantoms: 0,
  reruns: 0,
  problems: [],
  seconds: 1.23,
};

/** A negative control that has not been detected. */
export const control: ScenarioResult = {
  ...clean,
  name: "a defect",
  isControl: true,
  mode: { ...clean.mode, shows: ["doubled"] },
};
