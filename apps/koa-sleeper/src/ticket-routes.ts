import { Router } from "@koa/router";
import type { Numipay } from "@numipay/core";
import type { Context, Next } from "koa";
import { departuresPage } from "./pages/departures-page.js";
import { messagePage } from "./pages/message-page.js";
import { ticketPage, ticketView } from "./pages/ticket-page.js";
import { trainPage } from "./pages/train-page.js";
import { parseBooking } from "./parse-booking.js";
import { checkOutcome } from "./payments/check-outcome.js";
import { payDirect } from "./payments/pay-direct.js";
import { findProvider } from "./payments/providers.js";
import { type Booking, type Bookings, isKey } from "./store/bookings.js";
import { currency, findTrain } from "./timetable.js";
import { bookingOf, originOf, readForm, setBooking } from "./web/request-context.js";
import { streamTicket } from "./web/stream-ticket.js";

/** The pages for passengers. */
export function ticketRoutes(office: { numipay: Numipay; bookings: Bookings }): Router {
  const { bookings } = office;
  const router = new Router();

  router.get("/", (ctx) => {
    ctx.body = departuresPage(bookings);
  });

  router.get("/trains/:train", (ctx, next) => {
    const train = findTrain(ctx.params["train"]);
    if (train === undefined) return next();
    ctx.body = trainPage(train, bookings);
  });

  router.post("/trains/:train/book", async (ctx, next) => {
    const train = findTrain(ctx.params["train"]);
    if (train === undefined) return next();
    const form = readForm(ctx);
    const key = isKey(form["key"]) ? form["key"] : undefined;
    // The same form, submitted again, opens the same booking. Nothing is sent to the gateway.
    const existing = key === undefined ? undefined : bookings.byKey.get(key);
    if (existing !== undefined) {
      return seeOther(ctx, existing.payUrl ?? `/tickets/${existing.key}`);
    }

    const parsed = parseBooking(train, form, bookings);
    if ("problem" in parsed) {
      ctx.status = 422;
      ctx.body = trainPage(train, bookings, { form, problem: parsed.problem });
      return;
    }
    const booking = bookings.add(parsed.booking, { currency, key });
    seeOther(ctx, await payDirect(office, booking, ticketUrl(ctx, booking)));
  });

  // The address of a ticket is its only protection.
  router.param("key", (key: string, ctx: Context, next: Next) => {
    const booking = bookings.byKey.get(key);
    if (booking === undefined) {
      ctx.status = 404;
      ctx.body = messagePage("Ticket not found", "Check that the address is complete.");
      return undefined;
    }
    setBooking(ctx, booking);
    return next();
  });

  router.get("/tickets/:key", (ctx) => {
    ctx.body = ticketPage(bookingOf(ctx));
  });

  router.get("/tickets/:key/events", (ctx) => {
    const booking = bookingOf(ctx);
    streamTicket(
      ctx,
      () => ticketView(booking),
      (listener) => bookings.onChange(booking, listener),
    );
  });

  router.post("/tickets/:key/check", async (ctx) => {
    const booking = bookingOf(ctx);
    await checkOutcome(office, booking);
    seeOther(ctx, `/tickets/${booking.key}`);
  });

  // Sends the same payment again, with the same tracking_id, so the gateway can recognize it.
  router.post("/tickets/:key/resend", async (ctx) => {
    const booking = bookingOf(ctx);
    const canResend = booking.state === "unknown" && booking.lastKnownStatus === "not-found";
    seeOther(
      ctx,
      canResend
        ? await payDirect(office, booking, ticketUrl(ctx, booking))
        : `/tickets/${booking.key}`,
    );
  });

  // Starts another payment with a new tracking_id. Allowed only after the first one failed.
  router.post("/tickets/:key/again", async (ctx) => {
    const booking = bookingOf(ctx);
    if (booking.next !== undefined) return seeOther(ctx, `/tickets/${booking.next}`);
    if (!["declined", "expired", "refused"].includes(booking.state)) {
      return seeOther(ctx, `/tickets/${booking.key}`);
    }
    const { train, berth, passenger, email } = booking;
    const provider = findProvider(readForm(ctx)["provider"]);
    if (provider === undefined) return ctx.throw(422, "Choose a payment method.");
    if (bookings.left(train, berth) < 1)
      return ctx.throw(409, "This berth is no longer available.");
    const newBooking = { train, berth, passenger, email, providerId: provider.id };
    const next = bookings.add(newBooking, { currency });
    // A second click opens this booking and does not create a third.
    booking.next = next.key;
    seeOther(ctx, await payDirect(office, next, ticketUrl(ctx, next)));
  });

  return router;
}

/** Where the provider sends the passenger afterwards. The redirect proves nothing: only the webhook confirms a payment. */
function ticketUrl(ctx: Context, { key }: Booking): string {
  return `${originOf(ctx)}/tickets/${key}`;
}

/** Redirects with 303, so that reloading the page does not submit the form again. */
function seeOther(ctx: Context, url: string): void {
  ctx.redirect(url);
  ctx.status = 303;
}
