import { apiFaults, type ChaosOptions, type ChaosPlan, deliveryFaults } from "@numipay/sandbox";
import { readFile } from "node:fs/promises";
import { usageFault } from "../failure/command-failure.js";
import { nameOption } from "../options/name-option.js";
import { nearestWord } from "@numipay/core/protocol";

/**
 * What goes wrong on purpose: `duplicate=0.1,loseResponse=0.05`, or a file with the options as JSON.
 *
 * @throws CommandFailure for a fault that there is not, a probability that is none, or a file that is no JSON
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
 * A plan that an earlier sandbox has played, from its file.
 *
 * @throws CommandFailure for a file that is no JSON; the sandbox looks at the rest
 */
export async function readPlan(file: string): Promise<ChaosOptions> {
  return { replay: (await readJsonFile("--replay", file)) as ChaosPlan };
}

function groupOf(name: string): "deliveries" | "api" {
  if ((deliveryFaults as readonly string[]).includes(name)) return "deliveries";
  if ((apiFaults as readonly string[]).includes(name)) return "api";
  const names = [...deliveryFaults, ...apiFaults];
  const nearest = nearestWord(name, names);
  const guess =
    nearest === undefined ? `there are ${names.join(", ")}` : `did you mean ${nearest}?`;
  throw usageFault(`--chaos: there is no fault ${JSON.stringify(name)}; ${guess}`);
}

function toProbability(name: string, text: string): number {
  const value = /^(0|1|0?\.\d+|1\.0+)$/.test(text) ? Number(text) : -1;
  if (value >= 0) return value;
  throw usageFault(`--chaos: ${name} takes a probability, 0 to 1, such as ${name}=0.1.`);
}

async function readJsonFile(option: string, file: string): Promise<unknown> {
  const text = await nameOption(option, file, readFile(file, "utf8"));
  try {
    return JSON.parse(text);
  } catch {
    throw usageFault(`${option}: ${file} holds no JSON.`);
  }
}
