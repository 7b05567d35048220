export interface Summary {
  median: number;
  p25: number;
  p75: number;
}

/**
 * The quantile of some values, interpolated linearly between neighbours.
 *
 * @param share 0 to 1
 * @throws Error when there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) {
    throw new Error("There are no values: nothing was measured.");
  }
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function summarize(values: readonly number[]): Summary {
  return { median: median(values), p25: quantile(values, 0.25), p75: quantile(values, 0.75) };
}

/**
 * Takes the ratio within each round, then the median over the rounds. Whatever slows a whole round down, such as another
 * process or a lower clock, slows both sides of its ratio and cancels out.
 *
 * @param numerators one value per round
 * @param denominators the values of the same rounds
 * @throws Error when the two have different lengths
 */
export function summarizeRatios(
  numerators: readonly number[],
  denominators: readonly number[],
): Summary {
  if (numerators.length !== denominators.length) {
    throw new Error("Both sides of a ratio must be measured in the same rounds.");
  }
  return summarize(numerators.map((value, round) => value / (denominators[round] ?? Number.NaN)));
}
