// @ts-check
import { findProvider } from "./payments/providers.js";
import { findBerth } from "./timetable.js";

/**
 * Reads the booking form: an order, or what is wrong with it in words for the passenger. The price is the timetable's;
 * no field of the form says it.
 * @param {import("./timetable.js").Train} train
 * @param {Record<string, unknown>} typed
 * @param {import("./books/bookings.js").Bookings} bookings
 * @returns {{ order: import("./books/bookings.js").Order } | { problem: { field: string, text: string } }}
 */
export function readBooking(train, typed, bookings) {
  const berth = findBerth(train, typed.berth);
  if (berth === undefined) return problem("berth", "Choose a berth.");
  if (bookings.left(train, berth) < 1) {
    return problem("berth", `The last ${berth.name.toLowerCase()} has just been taken.`);
  }
  const passenger = readText(typed.passenger, 60);
  if (passenger === undefined) return problem("passenger", "Who travels? Up to 60 letters.");
  const email = readText(typed.email, 120);
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    return problem("email", "This is no e-mail address.");
  }
  const provider = findProvider(typed.provider);
  if (provider === undefined) return problem("provider", "Choose how to pay.");
  return { order: { train, berth, passenger, email, providerId: provider.id } };
}

/** @param {string} field @param {string} text */
const problem = (field, text) => ({ problem: { field, text } });

/** @param {unknown} value @param {number} longest */
function readText(value, longest) {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.length > longest ? undefined : text;
}
