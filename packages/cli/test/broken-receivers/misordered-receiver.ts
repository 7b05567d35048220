import express, { type Express } from "express";
import type { Books } from "./serve-receiver.js";
import { createReceiver } from "./correct-receiver.js";

/** A right receiver behind express.json(): the bytes are gone when it looks for them, and every genuine delivery is refused. */
export function createMisorderedReceiver(books: Books): Express {
  const app = express();
  app.use(express.json());
  app.use(createReceiver(books));
  return app;
}
