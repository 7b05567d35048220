// @ts-check
import type { Numipay } from "@numipay/core";
import type { Bookings } from "./books/bookings.js";
import { Router } from "@koa/router";
import { isKey } from "./books/bookings.js";
import { boardPage } from "./pages/board-page.js";
import { messagePage } from "./pages/message-page.js";
import { ticketPage, ticketView } from "./pages/ticket-page.js";
import { trainPage } from "./pages/train-page.js";
import { askAgain } from "./payments/ask-again.js";
import { payDirect } from "./payments/pay-direct.js";
import { findProvider } from "./payments/providers.js";
import { readBooking } from "./read-booking.js";
import { currency, findTrain } from "./timetable.js";
import { streamTicket } from "./web/stream-ticket.js";

/** Every page that a passenger sees. */
export function ticketDesk(office: { numipay: Numipay; bookings: Bookings }) {
  const { bookings } = office;
  const desk = new Router();

  desk.get("/", (ctx) => {
    ctx.body = boardPage(bookings);
  });

  desk.get("/trains/:train", (ctx, next) => {
    const train = findTrain(ctx.params.train);
    if (train === undefined) return next();
    ctx.body = trainPage(train, bookings);
  });

  desk.post("/trains/:train/book", async (ctx, next) => {
    const train = findTrain(ctx.params.train);
    if (train === undefined) return next();
    const typed = formOf(ctx);
    const key = isKey(typed.key) ? typed.key : undefined;
    // The form was pressed twice: it is the same booking, and nothing more is asked of the gateway.
    const first = key === undefined ? undefined : bookings.byKey.get(key);
    if (first !== undefined) return seeOther(ctx, first.payUrl ?? `/tickets/${first.key}`);

    const read = readBooking(train, typed, bookings);
    if ("problem" in read) {
      ctx.status = 422;
      ctx.body = trainPage(train, bookings, { typed, problem: read.problem });
      return;
    }
    const booking = bookings.add(read.order, { currency, key });
    seeOther(ctx, await payDirect(office, booking, ticketUrl(ctx, booking)));
  });

  // Who has the address has the ticket; for anybody else there is none.
  desk.param("key", (key, ctx, next) => {
    ctx.state.booking = bookings.byKey.get(key);
    if (ctx.state.booking !== undefined) return next();
    ctx.status = 404;
    ctx.body = messagePage("No such ticket", "Is the address whole?");
  });

  desk.get("/tickets/:key", (ctx) => {
    ctx.body = ticketPage(ctx.state.booking);
  });

  desk.get("/tickets/:key/events", (ctx) => {
    const { booking } = ctx.state;
    streamTicket(
      ctx,
      () => ticketView(booking),
      (listener) => bookings.onChange(booking, listener),
    );
  });

  desk.post("/tickets/:key/ask", async (ctx) => {
    await askAgain(office, ctx.state.booking);
    seeOther(ctx, `/tickets/${ctx.state.booking.key}`);
  });

  // The same payment once more, under the same tracking_id: the gateway would know it again.
  desk.post("/tickets/:key/resend", async (ctx) => {
    const { booking } = ctx.state;
    const mayResend = booking.state === "unknown" && booking.finding === "not-found";
    seeOther(
      ctx,
      mayResend
        ? await payDirect(office, booking, ticketUrl(ctx, booking))
        : `/tickets/${booking.key}`,
    );
  });

  // Another payment for the same journey: only after the first came to nothing, and under a fresh tracking_id.
  desk.post("/tickets/:key/again", async (ctx) => {
    const { booking } = ctx.state;
    if (booking.next !== undefined) return seeOther(ctx, `/tickets/${booking.next}`);
    if (!["declined", "expired", "refused"].includes(booking.state)) {
      return seeOther(ctx, `/tickets/${booking.key}`);
    }
    const { train, berth, passenger, email } = booking;
    const provider = findProvider(formOf(ctx).provider);
    if (provider === undefined) return ctx.throw(422, "Choose how to pay.");
    if (bookings.left(train, berth) < 1) ctx.throw(409, "Somebody else has taken this berth.");
    const order = { train, berth, passenger, email, providerId: provider.id };
    const again = bookings.add(order, { currency });
    // A second press finds this one instead of opening a third.
    booking.next = again.key;
    seeOther(ctx, await payDirect(office, again, ticketUrl(ctx, again)));
  });

  return desk;
}

/** What the body parser read. */
function formOf(ctx): Record<string, unknown> {
  return ctx.request.body ?? {};
}

/** Where a provider sends the passenger back to. Coming back proves nothing: only the webhook confirms. */
function ticketUrl(ctx, { key }) {
  return `${ctx.state.origin}/tickets/${key}`;
}

/** A form is answered with a page to load, so that reloading it sends nothing again. */
function seeOther(ctx, url) {
  ctx.redirect(url);
  ctx.status = 303;
}
