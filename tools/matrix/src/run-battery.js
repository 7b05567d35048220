// @ts-check
import { adapterCases } from "@numipay/testing";

const longestCaseMs = 30_000;

/**
 * @typedef {object} Summary
 * @property {string} adapter
 * @property {string} situation
 * @property {number} passed
 * @property {{ name: string, message: string }[]} failed
 * @property {{ name: string, reason: string }[]} holes what cannot hold there, and why
 */

/**
 * Runs every case of the battery, one after the other.
 *
 * @param {import("./hosts/serve-listener.js").Host} host
 * @returns {Promise<Summary>}
 */
export async function runBattery({ adapter, situation, server, holes = {} }) {
  /** @type {Summary} */
  const tally = { adapter, situation, passed: 0, failed: [], holes: [] };
  for (const { name, hole, run } of adapterCases(server, holes)) {
    const failure = await failureOf(run);
    if (failure !== undefined) tally.failed.push({ name, message: failure });
    else if (hole === undefined) tally.passed += 1;
    else tally.holes.push({ name: name.replace(`does not hold (${hole}): `, ""), reason: hole });
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
