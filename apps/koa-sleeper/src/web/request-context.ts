// Typed access to `ctx.state` and to the form of a request.
import type { Context } from "koa";
import type { Booking } from "../store/bookings.js";

interface OfficeState {
  origin: string;
  booking: Booking;
}

export function setOrigin(ctx: Context, origin: string): void {
  stateOf(ctx).origin = origin;
}

export function setBooking(ctx: Context, booking: Booking): void {
  stateOf(ctx).booking = booking;
}

export function originOf(ctx: Context): string {
  const { origin } = stateOf(ctx);
  if (origin === undefined) throw new Error("No middleware set the origin.");
  return origin;
}

export function bookingOf(ctx: Context): Booking {
  const { booking } = stateOf(ctx);
  if (booking === undefined) throw new Error("No middleware set the booking.");
  return booking;
}

/** The fields of a form. A value is an array if the field was sent several times. */
export function readForm(ctx: Context): Record<string, unknown> {
  const { body } = ctx.request;
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function stateOf(ctx: Context): Partial<OfficeState> {
  return ctx.state;
}
