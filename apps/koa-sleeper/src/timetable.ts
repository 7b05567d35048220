// @ts-check
// What the office sells: berths on tonight's three trains. Prices are cents.

export const officeName = "Polaris Night Trains";
export const currency = "EUR";

export interface Berth {
  id: string;
  name: string;
  detail: string;
  cents: number;
  /** How many a train has. */
  count: number;
}

export interface Train {
  id: string;
  number: string;
  from: string;
  to: string;
  departs: string;
  arrives: string;
  platform: string;
  via: string;
  berths: readonly Berth[];
}

const berthsAt = ([recliner, couchette, cabin]: [number, number, number]): readonly Berth[] => [
  {
    id: "recliner",
    name: "Recliner",
    detail: "A seat that leans back, blanket included",
    cents: recliner,
    count: 24,
  },
  {
    id: "couchette",
    name: "Couchette",
    detail: "One of six berths, ladies' compartment on request",
    cents: couchette,
    count: 12,
  },
  {
    id: "cabin",
    name: "Cabin for one",
    detail: "A door that locks, breakfast at the window",
    cents: cabin,
    count: 2,
  },
];

export const trains: readonly Train[] = [
  {
    id: "np-408",
    number: "NP 408",
    from: "Zürich",
    to: "Prague",
    departs: "19:59",
    arrives: "10:24",
    platform: "9",
    via: "Leipzig, Dresden",
    berths: berthsAt([3490, 5990, 12900]),
  },
  {
    id: "np-233",
    number: "NP 233",
    from: "Vienna",
    to: "Venice",
    departs: "21:27",
    arrives: "08:34",
    platform: "7",
    via: "Villach, Udine",
    berths: berthsAt([2990, 5490, 11900]),
  },
  {
    id: "np-471",
    number: "NP 471",
    from: "Hamburg",
    to: "Stockholm",
    departs: "21:58",
    arrives: "09:55",
    platform: "14",
    via: "Copenhagen, Malmö",
    berths: berthsAt([3990, 6490, 14900]),
  },
];

export function findTrain(id: unknown) {
  return trains.find((train) => train.id === id);
}

export function findBerth(train: Train, id: unknown) {
  return train.berths.find((berth) => berth.id === id);
}
