// @ts-check
import { parseArgs } from "node:util";
import { attacks } from "../attacks/attacks.js";
import { targets } from "../play/targets.js";

/** The command's options. Prints what is wrong with them and ends with exit code 2. */
export function readOptions() {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`hostile: ${error instanceof Error ? error.message : String(error)}`);
    console.error("The options are listed at the top of tools/hostile/README.md.");
    return process.exit(2);
  }
}

export function parseOptions(args: string[]) {
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
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`--only takes names of ${names.join(", ")}.`);
  if (values.attack !== undefined && attacks.every(({ name }) => name !== values.attack)) {
    throw new Error(`--attack takes one of ${attacks.map(({ name }) => name).join(", ")}.`);
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

function readCount(option: string, text: string) {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`--${option} takes a whole number above 0.`);
}
