// @ts-check
import { adapterCases } from "@numipay/testing";

const longestCaseMs = 30_000;

/**
 * @typedef {object} Tally
 * @property {string} adapter
 * @property {number} passed
 * @property {{ name: string, message: string }[]} failed
 * @property {{ name: string, reason: string }[]} holes what cannot hold there, and why
 */

/**
 * Runs every case of the battery, one after the other.
 *
 * @param {string} name of the adapter
 * @param {import("@numipay/testing").AdapterUnderTest} adapter
 * @param {import("@numipay/testing").Holes} [holes]
 * @returns {Promise<Tally>}
 */
export async function runBattery(name, adapter, holes = {}) {
  /** @type {Tally} */
  const tally = { adapter: name, passed: 0, failed: [], holes: [] };
  for (const { name: title, hole, run } of adapterCases(adapter, holes)) {
    const failure = await failureOf(run);
    if (failure !== undefined) tally.failed.push({ name: title, message: failure });
    else if (hole !== undefined) tally.holes.push({ name: title, reason: hole });
    else tally.passed += 1;
  }
  return tally;
}

/** @param {() => Promise<void>} run */
async function failureOf(run) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const tooLong = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${longestCaseMs} ms`)), longestCaseMs);
  });
  try {
    await Promise.race([run(), tooLong]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
