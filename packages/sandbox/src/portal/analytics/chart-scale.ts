/** The axis of a chart: its upper end and its ticks. It starts at 0, or the bars would mislead. */
export interface ChartScale {
  readonly top: number;
  readonly ticks: readonly number[];
}

/** Finds a scale of at most five round ticks, which are integers. */
export function chartScale(largest: number): ChartScale {
  if (largest <= 0) return { top: 1, ticks: [0] };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  const step = Math.max(1, Math.ceil(factor * power));
  const steps = Math.max(1, Math.ceil(largest / step - 1e-9));
  return {
    top: steps * step,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}
