import { findProvider } from "./payments/providers.js";
import type { Bookings, NewBooking } from "./store/bookings.js";
import { findBerth, type Train } from "./timetable.js";

/** A problem with one field of the form, in words for the passenger. */
export interface FormProblem {
  field: "berth" | "passenger" | "email" | "provider";
  text: string;
}

export type ParsedBooking = { booking: NewBooking } | { problem: FormProblem };

/** Parses the booking form. The price comes from the timetable, never from the form. */
export function parseBooking(
  train: Train,
  form: Record<string, unknown>,
  bookings: Bookings,
): ParsedBooking {
  const berth = findBerth(train, form["berth"]);
  if (berth === undefined) return invalid("berth", "Choose a berth.");
  if (bookings.left(train, berth) < 1) {
    return invalid("berth", `The last ${berth.name.toLowerCase()} was just booked.`);
  }
  const passenger = parseText(form["passenger"], 60);
  if (passenger === undefined) {
    return invalid("passenger", "Enter the passenger's name, with at most 60 characters.");
  }
  const email = parseText(form["email"], 120);
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    return invalid("email", "Enter a valid email address.");
  }
  const provider = findProvider(form["provider"]);
  if (provider === undefined) return invalid("provider", "Choose a payment method.");
  return { booking: { train, berth, passenger, email, providerId: provider.id } };
}

function invalid(field: FormProblem["field"], text: string): ParsedBooking {
  return { problem: { field, text } };
}

function parseText(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.length > maxLength ? undefined : text;
}
