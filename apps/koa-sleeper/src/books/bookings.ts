// @ts-check
// Who travels in which berth. It lives in memory and ends with the process: a real office keeps it in its database, and
// writes it in the same transaction in which the inbox records the webhook.
import type { Berth, Train } from "../timetable.js";
import type { LastKnownStatus } from "@numipay/core";
import { createHash, randomBytes } from "node:crypto";

// - opening: we are asking the gateway for the provider's page
// - waiting: the passenger is at the provider
// - processing: the passenger paid, the provider has not made up its mind
// - confirmed, declined, expired: as the webhook told
// - refused: our request did nothing, as far as its error says; see nothingWasDone() of
//
// @numipay/core
// - unknown: the gateway's answer was lost; see ../payments/ask-again.js
// - flagged: a webhook did not fit; a person must look
export type BookingState =
  | "opening"
  | "waiting"
  | "processing"
  | "confirmed"
  | "declined"
  | "expired"
  | "refused"
  | "unknown"
  | "flagged";

export interface Order {
  train: Train;
  berth: Berth;
  passenger: string;
  email: string;
  providerId: string;
}

export interface BookingFacts {
  /** The tracking_id; the gateway shows it to people. */
  id: string;
  /** Opens the ticket's page; nobody can guess it. */
  key: string;
  userId: string;
  cents: number;
  currency: string;
  state: BookingState;
  /** The provider's page, while it is waiting. */
  payUrl?: string;
  /** What asking the gateway brought, while unknown. */
  finding?: LastKnownStatus["state"];
  /** The key of the booking that tries again. */
  next?: string;
}

export type Booking = Order & BookingFacts;

export type Bookings = ReturnType<typeof createBookings>;

/** States in which nothing was paid, and nothing will be: the berth is free again. */
const released = new Set(["declined", "expired", "refused"]);
const final = new Set([...released, "confirmed", "flagged"]);

export const isReleased = ({ state }: Booking) => released.has(state);

export const isFinal = ({ state }: Booking) => final.has(state);

export function createBookings() {
  const byId: Map<string, Booking> = new Map();
  const byKey: Map<string, Booking> = new Map();
  const listeners: Map<string, Set<() => void>> = new Map();

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
     *
     * @param options a key that was made with the form knows its second press
     */
    add(order: Order, { currency, key = newKey() }: { currency: string; key?: string }): Booking {
      const booking: Booking = {
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

    /** Moves a booking on. What is final stays: a webhook may be faster than the answer to the request that caused it. */
    move(booking: Booking, state: BookingState, more: Partial<BookingFacts> = {}) {
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

export function isKey(text: unknown): text is string {
  return typeof text === "string" && /^[\w-]{22}$/.test(text);
}
