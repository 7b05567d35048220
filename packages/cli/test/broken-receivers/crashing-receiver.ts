import type { Express } from "express";
import type { Books } from "./serve-receiver.js";
import { createReceiver, verifyWell } from "./correct-receiver.js";

/** Parses before it verifies: whatever is no JSON is its own error, a 500. */
export function createCrashingReceiver(books: Books): Express {
  return createReceiver(books, {
    verify(request, response) {
      JSON.parse(String(request.body));
      return verifyWell(request, response);
    },
  });
}
