/** The axis of a chart: where it ends, and at which values it is marked. It begins at 0, or a bar would lie. */
export interface ChartScale {
  readonly top: number;
  readonly ticks: readonly number[];
}

/** Finds a scale whose marks are round numbers, at most five of them. Whole numbers are never marked in between. */
export function chartScale(largest: number, { whole = false } = {}): ChartScale {
  if (largest <= 0) return { top: 1, ticks: [0] };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  const step = whole ? Math.max(1, Math.ceil(factor * power)) : factor * power;
  const steps = Math.max(1, Math.ceil(largest / step - 1e-9));
  return {
    top: steps * step,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}
