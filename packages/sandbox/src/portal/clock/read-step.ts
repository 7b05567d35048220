import { toMilliseconds, type Duration } from "../../clock/duration.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** The maximum step. A five-digit year could not be formatted. */
const maxStepMs = 3660 * 86_400_000;

/** The last instant with a four-digit year. */
const lastInstant = Date.UTC(9999, 11, 31);

/** Reads a step such as "90s", "5 min", "1.5 h" or "2d". */
export function readStep(form: Form, now: number): ReadResult<{ ms: number }> {
  const text = trimmed(form, "step");
  const duration = text.toLowerCase().replaceAll(/\s/g, "").replace(/min$/, "m");
  if (!/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(duration)) {
    return wrong("Enter a number with a unit: 90 s, 5 min, 1.5 h or 2 d.");
  }
  const ms = readMilliseconds(duration);
  if (ms === undefined || ms > maxStepMs) return wrong("Enter at most 3660 d.");
  if (ms === 0) return wrong("Enter a duration above zero.");
  if (now + ms > lastInstant)
    return wrong("Enter a shorter duration. The clock ends with the year 9999.");
  return { value: { ms } };
}

function readMilliseconds(duration: string): number | undefined {
  try {
    // The format was checked above. This rejects numbers that are too large.
    return toMilliseconds(duration as Duration);
  } catch {
    return undefined;
  }
}

function wrong(problem: string): { problems: Record<string, string> } {
  return { problems: { step: problem } };
}
