// @ts-check
// What the office sells: berths on tonight's three trains. Prices are cents.

export const officeName = "Polaris Night Trains";
export const currency = "EUR";

/**
 * @typedef {object} Berth
 * @property {string} id
 * @property {string} name
 * @property {string} detail
 * @property {number} cents
 * @property {number} count how many a train has
 *
 * @typedef {object} Train
 * @property {string} id
 * @property {string} number
 * @property {string} from
 * @property {string} to
 * @property {string} departs
 * @property {string} arrives
 * @property {string} platform
 * @property {string} via
 * @property {readonly Berth[]} berths
 */

/** @param {[number, number, number]} cents @returns {readonly Berth[]} */
const berthsAt = ([recliner, couchette, cabin]) => [
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

/** @type {readonly Train[]} */
export const trains = [
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

/** @param {unknown} id */
export function findTrain(id) {
  return trains.find((train) => train.id === id);
}

/** @param {Train} train @param {unknown} id */
export function findBerth(train, id) {
  return train.berths.find((berth) => berth.id === id);
}
