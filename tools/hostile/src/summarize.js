// @ts-check

/** @typedef {{ median: number, p25: number, p75: number }} Summary */

/**
 * The value below which this share of the values lies, with straight lines between neighbours.
 *
 * @param {readonly number[]} values
 * @param {number} share 0 to 1
 */
export function quantile(values, share) {
  if (values.length === 0) throw new Error("No values: nothing was measured.");
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = /** @type {number} */ (sorted[Math.floor(position)]);
  const above = /** @type {number} */ (sorted[Math.ceil(position)]);
  return below + (above - below) * (position - Math.floor(position));
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {readonly number[]} values
 * @returns {Summary}
 */
function summarize(values) {
  return { median: median(values), p25: quantile(values, 0.25), p75: quantile(values, 0.75) };
}

/**
 * One ratio a round, then their median: what slows a whole round down (another process, a lower clock) slows both
 * sides of its ratio, and is not in the result.
 *
 * @param {readonly number[]} numerators one value a round
 * @param {readonly number[]} denominators the values of the same rounds
 * @returns {Summary}
 */
export function summarizeRatios(numerators, denominators) {
  if (numerators.length !== denominators.length) {
    throw new Error("A ratio needs both sides measured in the same rounds.");
  }
  return summarize(numerators.map((value, round) => value / (denominators[round] ?? Number.NaN)));
}
