import type { ChaosOptions } from "../../gateway/chaos-options.js";
import { apiFaults, deliveryFaults, type FaultKind } from "../../gateway/faults.js";
import { readChaosPlan } from "../../chaos/read-chaos-plan.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

const maxSeedLength = 100;

/** Reads the probabilities in percent. Empty means 0. */
export function readChaosForm(form: Form): ReadResult<ChaosOptions> {
  const problems: Record<string, string> = {};
  const read = <Kind extends FaultKind>(kinds: readonly Kind[]): Partial<Record<Kind, number>> => {
    const chances: Partial<Record<Kind, number>> = {};
    for (const kind of kinds) {
      const chance = readPercent(trimmed(form, kind));
      if (chance === undefined) problems[kind] = "Enter a percentage from 0 to 100, such as 10.";
      else if (chance > 0) chances[kind] = chance;
    }
    return chances;
  };
  const deliveries = read(deliveryFaults);
  const api = read(apiFaults);
  const seed = trimmed(form, "seed");
  if (seed.length > maxSeedLength)
    problems["seed"] = `Shorten the seed to ${maxSeedLength} characters.`;
  if (Object.keys(problems).length > 0) return { problems };
  if (Object.keys(deliveries).length + Object.keys(api).length === 0) {
    return {
      problems: { seed: "Give at least one fault a probability above 0, or turn chaos off." },
    };
  }
  return { value: { ...(seed === "" ? {} : { seed }), deliveries, api } };
}

/** Formats a probability for the form. */
export function toPercent(chance: number | undefined): string {
  // 0.07 * 100 is not quite 7.
  return chance === undefined ? "0" : String(Number((chance * 100).toFixed(6)));
}

/** Reads a plan from the file, or else from the text field. */
export function readReplayForm(form: Form): ReadResult<ChaosOptions> {
  const file = trimmed(form, "plan_file");
  const field = file === "" ? "plan" : "plan_file";
  const text = file === "" ? trimmed(form, "plan") : file;
  if (text === "") {
    return { problems: { plan: "Choose a file above, or paste a plan here." } };
  }
  const json = parseJson(text);
  if (json === undefined) {
    return {
      problems: { [field]: "This is not valid JSON. Use the complete file that you downloaded." },
    };
  }
  try {
    return { value: { replay: readChaosPlan(json, "plan") } };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return { problems: { [field]: error.message } };
  }
}

function readPercent(text: string): number | undefined {
  if (text === "") return 0;
  const [, whole = "", fraction = "0"] = /^(\d{1,3})(?:[.,](\d{1,6}))?\s*%?$/.exec(text) ?? [];
  if (whole === "") return undefined;
  const percent = Number(`${whole}.${fraction}`);
  return percent <= 100 ? percent / 100 : undefined;
}

/** More than a plan of the maximum size has: each of its faults takes about a hundred characters. */
const maxParts = 200_000;

/** Counts objects and arrays up to a limit, because parsing millions of empty ones takes seconds. */
function countParts(text: string, limit: number): number {
  let parts = 0;
  for (let index = 0; index < text.length && parts < limit; index += 1) {
    const sign = text[index];
    if (sign === "{" || sign === "[") parts += 1;
  }
  return parts;
}

function parseJson(text: string): unknown {
  if (countParts(text, maxParts + 1) > maxParts) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
