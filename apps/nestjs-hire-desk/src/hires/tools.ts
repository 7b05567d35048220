/** A tool and its deposit. */
export interface Tool {
  readonly id: string;
  readonly name: string;
  readonly cents: number;
  readonly currency: string;
}

/** The tools for hire. */
export const tools: readonly Tool[] = [
  { id: "drill", name: "Core drill", cents: 12_050, currency: "EUR" },
  { id: "mixer", name: "Cement mixer", cents: 20_000, currency: "EUR" },
  { id: "ladder", name: "Roof ladder", cents: 4_599, currency: "EUR" },
];
