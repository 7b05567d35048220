import { parseArgs } from "node:util";

/** How long a run is where `--runs` does not say. */
const usualRuns = { sandbox: 3000, cli: 600 };
const targets = ["sandbox", "cli"] as const;

/** The command's options. */
export function readOptions(args: string[]) {
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
    throw new Error("--runs takes a whole number above 0.");
  }
  const chosen = only === undefined ? targets : targets.filter((target) => target === only);
  if (chosen.length === 0) throw new Error("--only takes sandbox or cli.");
  return { seed, targets: chosen.map((name) => ({ name, runs: runs ?? usualRuns[name] })) };
}
