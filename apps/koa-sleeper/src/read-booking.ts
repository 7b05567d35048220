// @ts-check
import type { Train } from "./timetable.js";
import type { Bookings, Order } from "./books/bookings.js";
import { findProvider } from "./payments/providers.js";
import { findBerth } from "./timetable.js";

/**
 * Reads the booking form: an order, or what is wrong with it in words for the passenger. The price is the timetable's;
 * no field of the form says it.
 */
export function readBooking(
  train: Train,
  typed: Record<string, unknown>,
  bookings: Bookings,
): { order: Order } | { problem: { field: string; text: string } } {
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

const problem = (field: string, text: string) => ({ problem: { field, text } });

function readText(value: unknown, longest: number) {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.length > longest ? undefined : text;
}
