import { parseArgs } from "node:util";
import type { Attack } from "../attacks/attack.js";
import { attacks } from "../attacks/attacks.js";
import { type Target, targets } from "../play/targets.js";

export interface Options {
  quick: boolean;
  targets: readonly Target[];
  attacks: readonly Attack[];
  rounds: number;
  seed: number;
}

/** Reads the command's options. Prints a mistake in them and exits with code 2. */
export function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`hostile: ${error instanceof Error ? error.message : String(error)}`);
    console.error("The options are listed at the top of tools/hostile/README.md.");
    return process.exit(2);
  }
}

export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      attack: { type: "string" },
      rounds: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
    },
  });
  const names = targets.map(({ name }) => name);
  const only = values.only?.split(",") ?? names;
  if (!only.every((name) => names.includes(name))) {
    throw new Error(`--only must be a list of ${names.join(", ")}.`);
  }
  if (values.attack !== undefined && attacks.every(({ name }) => name !== values.attack)) {
    throw new Error(`--attack must be one of ${attacks.map(({ name }) => name).join(", ")}.`);
  }
  return {
    quick: values.quick,
    targets: targets.filter(({ name }) => only.includes(name)),
    attacks: attacks.filter(
      ({ name, isInQuick = true }) =>
        (values.attack === undefined && (isInQuick || !values.quick)) || name === values.attack,
    ),
    rounds: readCount("rounds", values.rounds),
    seed: readCount("seed", values.seed),
  };
}

function readCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`--${option} must be a whole number above 0.`);
}
