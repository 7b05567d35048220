import { parseArgs } from "node:util";

/** The command's options. Prints what is wrong with them and ends with exit code 2. */
export function readOptions() {
  try {
    return parse();
  } catch (error) {
    console.error(`chaos: ${error instanceof Error ? error.message : String(error)}`);
    console.error("The options stand at the beginning of tools/chaos/README.md.");
    return process.exit(2);
  }
}

function parse() {
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
  const count = values.faults === undefined ? undefined : Number(values.faults);
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0)) {
    throw new Error("--faults takes a whole number above 0.");
  }
  return { ...values, faults: count };
}
