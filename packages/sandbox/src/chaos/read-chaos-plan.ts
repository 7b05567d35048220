import type { ChaosPlan } from "../gateway/chaos-options.js";
import { checkChances } from "./check-chances.js";
import { faultParticulars, isFaultKind } from "../gateway/faults.js";

/** Validates a plan from any source. Throws a TypeError that names the invalid part. */
export function readChaosPlan(value: unknown, option = "chaos.replay"): ChaosPlan {
  if (!isRecord(value)) {
    throw new TypeError(`${option} must be a plan that sandbox.chaosPlan() returned.`);
  }
  const { version, seed, options, faults } = value;
  if (version !== 1) {
    throw new TypeError(
      `${option}.version must be 1. This plan was written by another version of @numipay/sandbox.`,
    );
  }
  if (typeof seed !== "string") throw new TypeError(`${option}.seed must be a string.`);
  checkChances(options, `${option}.options`);
  if (!Array.isArray(faults)) throw new TypeError(`${option}.faults must be an array.`);
  for (const [index, fault] of faults.entries()) checkFault(fault, `${option}.faults[${index}]`);
  return value as unknown as ChaosPlan;
}

function checkFault(fault: unknown, option: string): void {
  if (!isRecord(fault) || !isFaultKind(fault["kind"])) {
    const kinds = Object.keys(faultParticulars).join(", ");
    throw new TypeError(`${option}.kind must be one of ${kinds}.`);
  }
  const { kind, subject, attempt, at } = fault;
  if (typeof subject !== "string") throw new TypeError(`${option}.subject must be a string.`);
  if (typeof attempt !== "number" || !Number.isSafeInteger(attempt) || attempt < 1) {
    throw new TypeError(`${option}.attempt must be a whole number of at least 1.`);
  }
  if (typeof at !== "string" || Number.isNaN(Date.parse(at))) {
    throw new TypeError(`${option}.at must be an ISO 8601 date and time.`);
  }
  for (const [name, values] of Object.entries<readonly unknown[]>(faultParticulars[kind])) {
    if (!values.includes(fault[name])) {
      throw new TypeError(`${option}.${name} must be one of ${values.map(String).join(", ")}.`);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
