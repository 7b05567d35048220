// The bookings, in memory. A real office keeps them in a database and updates them in the inbox's transaction.
import { createHash, randomBytes } from "node:crypto";
import type { LastKnownStatus } from "@numipay/core";
import type { Berth, Train } from "../timetable.js";

/**
 * The state of a booking:
 *
 * - `opening`: the office is requesting the provider's page
 * - `waiting`: the passenger is at the provider
 * - `processing`: the passenger paid, and the provider has no result yet
 * - `confirmed`, `declined`, `expired`: final, reported by a webhook
 * - `refused`: the request had no effect, see `nothingWasDone` in `@numipay/core`
 * - `unknown`: the gateway's response was lost, see `../payments/check-outcome.ts`
 * - `flagged`: a webhook did not match, and a person must review it
 */
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

export interface NewBooking {
  train: Train;
  berth: Berth;
  passenger: string;
  email: string;
  providerId: string;
}

export interface Booking extends NewBooking {
  /** The `tracking_id`, which the gateway shows to people. */
  id: string;
  /** Secret: opens the ticket's page. */
  key: string;
  userId: string;
  cents: number;
  currency: string;
  state: BookingState;
  /** The provider's page, in state `waiting`. */
  payUrl?: string;
  /** The result of the last lookup at the gateway, in state `unknown`. */
  lastKnownStatus?: LastKnownStatus["state"];
  /** The key of the booking that replaces this one after a failed payment. */
  next?: string;
}

export type Bookings = ReturnType<typeof createBookings>;

/** Final states without a payment: the berth is available again. */
const releasedStates = new Set<BookingState>(["declined", "expired", "refused"]);
const finalStates = new Set<BookingState>([...releasedStates, "confirmed", "flagged"]);

export function isReleased({ state }: Booking): boolean {
  return releasedStates.has(state);
}

export function isFinal({ state }: Booking): boolean {
  return finalStates.has(state);
}

export interface AddOptions {
  currency: string;
  /** The key in the form, so that submitting it again opens the same booking. Defaults to a new key. */
  key?: string | undefined;
}

export function createBookings() {
  const byId = new Map<string, Booking>();
  const byKey = new Map<string, Booking>();
  const listenersById = new Map<string, Set<() => void>>();

  return {
    byId,
    byKey,

    /** How many berths can still be sold. Unpaid bookings hold one until they expire. */
    left(train: Train, berth: Berth): number {
      const held = [...byId.values()].filter(
        (booking) => booking.train === train && booking.berth === berth && !isReleased(booking),
      );
      return berth.count - held.length;
    },

    /** Holds a berth, under a new `tracking_id`. */
    add(newBooking: NewBooking, { currency, key = createKey() }: AddOptions): Booking {
      const booking: Booking = {
        ...newBooking,
        id: `berth-${randomBytes(6).toString("hex")}`,
        key,
        userId: userIdOf(newBooking.email),
        cents: newBooking.berth.cents,
        currency,
        state: "opening",
      };
      byId.set(booking.id, booking);
      byKey.set(booking.key, booking);
      return booking;
    },

    /** A final state stays: a webhook can arrive before the response to our request. */
    move(
      booking: Booking,
      state: BookingState,
      change: Pick<Booking, "payUrl" | "lastKnownStatus"> = {},
    ): void {
      if (isFinal(booking) && state !== "flagged") return;
      Object.assign(booking, change, { state });
      for (const listener of listenersById.get(booking.id) ?? []) listener();
    },

    /** Calls the listener after each change of the booking. Returns a function that stops it. */
    onChange({ id }: Booking, listener: () => void): () => void {
      const listeners = listenersById.get(id) ?? new Set<() => void>();
      listenersById.set(id, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) listenersById.delete(id);
      };
    },
  };
}

/** The same passenger always gets the same id. It does not reveal the email address. */
function userIdOf(email: string): string {
  const digest = createHash("sha256").update(email.toLowerCase()).digest("hex");
  return `passenger-${digest.slice(0, 12)}`;
}

export function createKey(): string {
  return randomBytes(16).toString("base64url");
}

export function isKey(text: unknown): text is string {
  return typeof text === "string" && /^[\w-]{22}$/.test(text);
}
