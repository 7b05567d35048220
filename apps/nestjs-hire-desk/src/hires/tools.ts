/** A tool and its deposit. */
export interface Tool {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly cents: number;
  readonly currency: string;
}

export const currency = "EUR";

/** The tools for hire. */
export const tools: readonly Tool[] = [
  {
    id: "drill",
    name: "Core drill",
    detail: "Tripod, water feed, three crowns",
    cents: 12_050,
    currency,
  },
  {
    id: "mixer",
    name: "Cement mixer",
    detail: "130 litres, runs on 230 volts",
    cents: 20_000,
    currency,
  },
  {
    id: "ladder",
    name: "Roof ladder",
    detail: "Six metres, ridge hook and wheels",
    cents: 4_599,
    currency,
  },
];

export function findTool(id: unknown): Tool | undefined {
  return tools.find((tool) => tool.id === id);
}
