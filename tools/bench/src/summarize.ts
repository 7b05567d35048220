// @ts-check

export interface Summary {
  median: number;
  p25: number;
  p75: number;
}

/**
 * The value below which this share of the values lies, with straight lines between neighbours.
 *
 * @param share 0 to 1
 */
export function quantile(values: readonly number[], share: number) {
  if (values.length === 0) throw new Error("No values: nothing was measured.");
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]) {
  return quantile(values, 0.5);
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), p25: quantile(values, 0.25), p75: quantile(values, 0.75) };
}

/**
 * One ratio a round, then their median: what slows a whole round down (another process, a lower clock) slows both
 * sides of its ratio, and is not in the result.
 *
 * @param numerators one value a round
 * @param denominators the values of the same rounds
 */
export function summarizeRatios(
  numerators: readonly number[],
  denominators: readonly number[],
): Summary {
  if (numerators.length !== denominators.length) {
    throw new Error("A ratio needs both sides measured in the same rounds.");
  }
  return summarize(numerators.map((value, round) => value / (denominators[round] ?? Number.NaN)));
}
