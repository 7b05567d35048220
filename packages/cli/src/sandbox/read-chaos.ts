import { apiFaults, type ChaosOptions, type ChaosPlan, deliveryFaults } from "@numipay/sandbox";
import { usageError } from "../failure/command-failure.js";
import { readTextFile } from "../input/read-file.js";
import { nearestWord } from "@numipay/core/protocol";

/**
 * Reads the faults of `--chaos`: a list such as `duplicate=0.1,loseResponse=0.05`, or a JSON file.
 *
 * @throws CommandFailure for an unknown fault, an invalid probability, or a file that is not JSON
 */
export async function readChaos(given: string): Promise<ChaosOptions> {
  if (!given.includes("=")) return (await readJsonFile("--chaos", given)) as ChaosOptions;
  const options: Record<"deliveries" | "api", Record<string, number>> = { deliveries: {}, api: {} };
  let seed: string | undefined;
  for (const part of given.split(",")) {
    const [name = "", text = ""] = part.trim().split("=", 2);
    if (name === "seed") seed = text;
    else options[groupOf(name)][name] = toProbability(name, text);
  }
  return { ...options, ...(seed === undefined ? {} : { seed }) };
}

/**
 * Reads the plan of an earlier sandbox. The sandbox validates its contents.
 *
 * @throws CommandFailure for a file that is not JSON
 */
export async function readPlan(file: string): Promise<ChaosOptions> {
  return { replay: (await readJsonFile("--replay", file)) as ChaosPlan };
}

function groupOf(name: string): "deliveries" | "api" {
  if ((deliveryFaults as readonly string[]).includes(name)) return "deliveries";
  if ((apiFaults as readonly string[]).includes(name)) return "api";
  const names = [...deliveryFaults, ...apiFaults];
  const nearest = nearestWord(name, names);
  const hint = nearest === undefined ? `Use ${names.join(", ")}.` : `Did you mean ${nearest}?`;
  throw usageError(`Unknown fault ${JSON.stringify(name)} in --chaos. ${hint}`);
}

function toProbability(name: string, text: string): number {
  const value = /^(0|1|0?\.\d+|1\.0+)$/.test(text) ? Number(text) : -1;
  if (value >= 0) return value;
  throw usageError(
    `The fault ${name} in --chaos needs a probability from 0 to 1, such as ${name}=0.1.`,
  );
}

async function readJsonFile(option: string, file: string): Promise<unknown> {
  const text = await readTextFile(file, option);
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`The ${option} file ${file} is not valid JSON.`);
  }
}
