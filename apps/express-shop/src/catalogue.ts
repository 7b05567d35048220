export const shopName = "Lightship Coffee";
export const currency = "EUR";

export interface Product {
  id: string;
  name: string;
  notes: string;
  detail: string;
  /** The price. */
  cents: number;
}

export const products: readonly Product[] = [
  {
    id: "night-watch",
    name: "Night Watch",
    notes: "Dark chocolate, cedar, molasses",
    detail: "Espresso blend, 250 g",
    cents: 1290,
  },
  {
    id: "first-light",
    name: "First Light",
    notes: "Bergamot, apricot, wild honey",
    detail: "Ethiopia, washed, 250 g",
    cents: 1450,
  },
  {
    id: "fair-wind",
    name: "Fair Wind",
    notes: "Red apple, hazelnut, brown sugar",
    detail: "Colombia, washed, 250 g",
    cents: 1320,
  },
  {
    id: "slack-water",
    name: "Slack Water",
    notes: "Milk chocolate, fig, no caffeine",
    detail: "Decaf, Swiss water, 250 g",
    cents: 1180,
  },
  {
    id: "dripper",
    name: "The Dripper",
    notes: "Stoneware, for one cup or two",
    detail: "With 40 filters",
    cents: 2400,
  },
  {
    id: "deck-mug",
    name: "Deck Mug",
    notes: "Enamel, survives a fall",
    detail: "350 ml",
    cents: 1640,
  },
];

export function findProduct(id: unknown): Product | undefined {
  return products.find((product) => product.id === id);
}
