import { isTransaction } from "@numipay/core";
import express, { type Express } from "express";
import type { Books } from "./serve-receiver.js";
import { applyOnce } from "./correct-receiver.js";

/** Believes whoever posts: it never looks at the signature. */
export function createUnverifiedReceiver(books: Books): Express {
  const apply = applyOnce();
  const app = express();
  app.use(express.json());
  app.post("/webhook", (request, response) => {
    if (isTransaction(request.body)) apply(request.body, response, books);
    else response.sendStatus(400);
  });
  return app;
}
