import type { Express } from "express";
import type { Books } from "./serve-receiver.js";
import { applyOnce, createReceiver } from "./correct-receiver.js";

/** Catches what its database throws, and answers 200 all the same. */
export function createSwallowingReceiver(books: Books): Express {
  const apply = applyOnce();
  const brokenBooks: Books = {
    ...books,
    credit() {
      throw new Error("the database is read-only");
    },
  };
  return createReceiver(books, {
    apply(event, response) {
      try {
        apply(event, response, brokenBooks);
      } catch {
        response.sendStatus(200);
      }
    },
  });
}
