import { parseArgs } from "node:util";
import { sections } from "./sections.js";

export interface Options {
  only: string | undefined;
  rounds: number | undefined;
  transactions: number | undefined;
  seed: number;
  check: boolean;
}

/** Reads the command's options. Prints a mistake in them and exits with code 2. */
export function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    console.error("The options are listed at the top of tools/bench/README.md.");
    return process.exit(2);
  }
}

export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string" },
      transactions: { type: "string" },
      only: { type: "string" },
      seed: { type: "string", default: "1" },
      check: { type: "boolean", default: false },
    },
  });
  const { only, check } = values;
  if (only !== undefined && !Object.hasOwn(sections, only)) {
    throw new Error(`--only must be one of ${Object.keys(sections).join(", ")}.`);
  }
  return {
    only,
    check,
    rounds: readCount("rounds", values.rounds, 1),
    // At least ten days of a thousand transactions, so that a tenth of the list is a whole day.
    transactions: readCount("transactions", values.transactions, 10_000),
    seed: readCount("seed", values.seed, 1) ?? 1,
  };
}

function readCount(option: string, text: string | undefined, step: number): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count / step) && count > 0) return count;
  const expected = step === 1 ? "a whole number above 0" : `a multiple of ${step} above 0`;
  throw new Error(`--${option} must be ${expected}.`);
}
