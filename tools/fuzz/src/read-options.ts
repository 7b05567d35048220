import { parseArgs } from "node:util";

const defaultRuns = { sandbox: 3000, cli: 600 };
const targetNames = ["sandbox", "cli"] as const;

export interface Target {
  name: (typeof targetNames)[number];
  runs: number;
}

export interface Options {
  seed: string;
  targets: Target[];
}

/** Reads the command's options. Throws if one is wrong. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
      runs: { type: "string" },
      only: { type: "string" },
    },
  });
  const { seed, only } = values;
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isSafeInteger(runs) && runs > 0)) {
    throw new Error("--runs must be a positive integer.");
  }
  const names = only === undefined ? targetNames : targetNames.filter((name) => name === only);
  if (names.length === 0) throw new Error("--only must be sandbox or cli.");
  return { seed, targets: names.map((name) => ({ name, runs: runs ?? defaultRuns[name] })) };
}
