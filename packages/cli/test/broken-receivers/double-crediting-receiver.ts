import type { Express } from "express";
import type { Books } from "./serve-receiver.js";
import { createReceiver, isPaid } from "./correct-receiver.js";

/** Credits each delivery, and so each repetition. */
export function createDoubleCreditingReceiver(books: Books): Express {
  return createReceiver(books, {
    apply(event, response) {
      if (isPaid(event)) books.credit(event);
      response.sendStatus(200);
    },
  });
}
