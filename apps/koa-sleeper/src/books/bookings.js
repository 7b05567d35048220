// @ts-check
// Who travels in which berth. It lives in memory and ends with the process: a real office keeps it in its database, and
// writes it in the same transaction in which the inbox records the webhook.
import { createHash, randomBytes } from "node:crypto";

/**
 * - opening: we are asking the gateway for the provider's page
 * - waiting: the passenger is at the provider
 * - processing: the passenger paid, the provider has not made up its mind
 * - confirmed, declined, expired: as the webhook told
 * - refused: our request did nothing, as far as its error says; see nothingWasDone() of @numipay/core
 * - unknown: the gateway's answer was lost; see ../payments/ask-again.js
 * - flagged: a webhook did not fit; a person must look
 * @typedef {"opening" | "waiting" | "processing" | "confirmed" | "declined" | "expired" | "refused" | "unknown" | "flagged"} BookingState
 *
 * @typedef {object} Order
 * @property {import("../timetable.js").Train} train
 * @property {import("../timetable.js").Berth} berth
 * @property {string} passenger
 * @property {string} email
 * @property {string} providerId
 *
 * @typedef {object} BookingFacts
 * @property {string} id the tracking_id; the gateway shows it to people
 * @property {string} key opens the ticket's page; nobody can guess it
 * @property {string} userId
 * @property {number} cents
 * @property {string} currency
 * @property {BookingState} state
 * @property {string} [payUrl] the provider's page, while it is waiting
 * @property {import("@numipay/core").LastKnownStatus["state"]} [finding] what asking the gateway brought, while unknown
 * @property {string} [next] the key of the booking that tries again
 *
 * @typedef {Order & BookingFacts} Booking
 * @typedef {ReturnType<typeof createBookings>} Bookings
 */

/** States in which nothing was paid, and nothing will be: the berth is free again. */
const released = new Set(["declined", "expired", "refused"]);
const final = new Set([...released, "confirmed", "flagged"]);

/** @param {Booking} booking */
export const isReleased = ({ state }) => released.has(state);

/** @param {Booking} booking */
export const isFinal = ({ state }) => final.has(state);

export function createBookings() {
  /** @type {Map<string, Booking>} */
  const byId = new Map();
  /** @type {Map<string, Booking>} */
  const byKey = new Map();
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();

  return {
    byId,
    byKey,

    /** How many of a train's berths can still be sold. Who is still paying holds one. */
    left(train, berth) {
      const held = [...byId.values()].filter(
        (booking) => booking.train === train && booking.berth === berth && !isReleased(booking),
      );
      return berth.count - held.length;
    },

    /**
     * Holds a berth, under an id that was never sent before.
     * @param {Order} order
     * @param {{ currency: string, key?: string }} options a key that was made with the form knows its second press
     * @returns {Booking}
     */
    add(order, { currency, key = newKey() }) {
      /** @type {Booking} */
      const booking = {
        ...order,
        id: `berth-${randomBytes(6).toString("hex")}`,
        key,
        // The same passenger has the same id at each journey, and the gateway's people do not read an address in it.
        userId: `passenger-${createHash("sha256").update(order.email.toLowerCase()).digest("hex").slice(0, 12)}`,
        cents: order.berth.cents,
        currency,
        state: "opening",
      };
      byId.set(booking.id, booking);
      byKey.set(booking.key, booking);
      return booking;
    },

    /**
     * Moves a booking on. What is final stays: a webhook may be faster than the answer to the request that caused it.
     * @param {Booking} booking
     * @param {BookingState} state
     * @param {Partial<BookingFacts>} [more]
     */
    move(booking, state, more = {}) {
      if (isFinal(booking) && state !== "flagged") return;
      Object.assign(booking, more, { state });
      for (const listener of listeners.get(booking.id) ?? []) listener();
    },

    /** Calls after each change of a booking, until the returned function is called. */
    onChange({ id }, listener) {
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(id);
      };
    },
  };
}

/** Opens one ticket, to whoever has it. */
export function newKey() {
  return randomBytes(16).toString("base64url");
}

/** @param {unknown} text @returns {text is string} */
export function isKey(text) {
  return typeof text === "string" && /^[\w-]{22}$/.test(text);
}
