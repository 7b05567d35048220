import { toMilliseconds, type Duration } from "../../clock/duration.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** Further than that nobody means to go, and a year of five digits could not be written. */
const longestStepMs = 3660 * 86_400_000;

/** After this no date can be written with four digits of a year. */
const lastInstant = Date.UTC(9999, 11, 31);

/** Reads how far the clock goes, as people write it: "90s", "5 min", "1.5 h", "2d". */
export function readStep(form: Form, now: number): ReadResult<{ ms: number }> {
  const text = trimmed(form, "step");
  const said = text.toLowerCase().replaceAll(/\s/g, "").replace(/min$/, "m");
  if (!/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(said)) {
    return wrong("Write a number and its unit: 90 s, 5 min, 1.5 h or 2 d.");
  }
  const ms = readMilliseconds(said);
  if (ms === undefined || ms > longestStepMs) return wrong("Go 3660 d at most in one step.");
  if (ms === 0) return wrong("Write more than nothing: the clock cannot stand still any better.");
  if (now + ms > lastInstant) return wrong("Go less far: the clock ends with the year 9999.");
  return { value: { ms } };
}

function readMilliseconds(said: string): number | undefined {
  try {
    // The form was held above; a number that is too great is refused here.
    return toMilliseconds(said as Duration);
  } catch {
    return undefined;
  }
}

function wrong(problem: string): { problems: Record<string, string> } {
  return { problems: { step: problem } };
}
