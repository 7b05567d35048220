import { apiFaults, deliveryFaults } from "../gateway/faults.js";

/** Validates fault probabilities. Throws a TypeError or RangeError that names the option. */
export function checkChances(options: unknown, option = "chaos"): void {
  checkNames(options, ["seed", "deliveries", "api", "replay"], option);
  const { seed, deliveries, api } = options;
  if (seed !== undefined && typeof seed !== "string") {
    throw new TypeError(`${option}.seed must be a string.`);
  }
  checkGroup(deliveries, deliveryFaults, `${option}.deliveries`);
  checkGroup(api, apiFaults, `${option}.api`);
}

function checkGroup(group: unknown, names: readonly string[], option: string): void {
  if (group === undefined) return;
  checkNames(group, names, option);
  for (const [name, chance] of Object.entries(group)) {
    // Undefined counts as not set. NaN fails both comparisons.
    if (chance === undefined) continue;
    if (typeof chance !== "number" || !(chance >= 0 && chance <= 1)) {
      throw new RangeError(
        `${option}.${name} must be a probability from 0 (never) to 1 (always); got ${typeof chance === "number" ? chance : JSON.stringify(chance)}.`,
      );
    }
  }
}

function checkNames(
  value: unknown,
  names: readonly string[],
  option: string,
): asserts value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${option} must be an object with any of ${names.join(", ")}.`);
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${option}.${unknown} is unknown. Use one of ${names.join(", ")}.`);
  }
}
