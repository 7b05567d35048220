export const officeName = "Polaris Night Trains";
export const currency = "EUR";

export interface Berth {
  id: string;
  name: string;
  detail: string;
  /** The price. */
  cents: number;
  /** Per train. */
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

function berthsAt([recliner, couchette, cabin]: [number, number, number]): readonly Berth[] {
  return [
    {
      id: "recliner",
      name: "Recliner",
      detail: "Reclining seat, blanket included",
      cents: recliner,
      count: 24,
    },
    {
      id: "couchette",
      name: "Couchette",
      detail: "One of six berths, women-only on request",
      cents: couchette,
      count: 12,
    },
    {
      id: "cabin",
      name: "Cabin for one",
      detail: "Lockable door, breakfast included",
      cents: cabin,
      count: 2,
    },
  ];
}

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

export function findTrain(id: unknown): Train | undefined {
  return trains.find((train) => train.id === id);
}

export function findBerth(train: Train, id: unknown): Berth | undefined {
  return train.berths.find((berth) => berth.id === id);
}
