import { parseArgs } from "node:util";

/** How many changes to fault in each scenario. */
const sizes = { small: 12, full: 10_000 };

/** How many scenarios the quick run plays at once: each spends most of its time waiting for servers and retries. */
const quickAtOnce = 3;

export interface Options {
  seed: string;
  quick: boolean;
  mode: string | undefined;
  family: string | undefined;
  /** How many changes to fault in each scenario. */
  faults: number;
  /** How many a full run faults. */
  fullFaults: number;
  /** How many scenarios run at once. */
  atOnce: number;
  /** The path to write the results to. */
  json: string | undefined;
}

/** Reads the command's options. Prints what is wrong with them and exits with code 2. */
export function readOptions(): Options {
  try {
    return parse();
  } catch (error) {
    console.error(`chaos: ${error instanceof Error ? error.message : String(error)}`);
    console.error("See tools/chaos/README.md for the options.");
    return process.exit(2);
  }
}

function parse(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      full: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      faults: { type: "string" },
      mode: { type: "string" },
      family: { type: "string" },
      json: { type: "string" },
    },
  });
  const { seed, full, quick, mode, family, json } = values;
  const faults =
    values.faults === undefined ? sizes[full ? "full" : "small"] : Number(values.faults);
  if (!(Number.isSafeInteger(faults) && faults > 0)) {
    throw new Error("--faults must be a positive integer.");
  }
  const atOnce = quick ? quickAtOnce : 1;
  return { seed, quick, atOnce, mode, family, json, faults, fullFaults: sizes.full };
}
