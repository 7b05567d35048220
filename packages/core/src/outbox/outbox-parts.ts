import type { Settings } from "../client/settings.js";
import type { Inbox } from "../webhooks/inbox.js";
import type { Journal } from "./create-journal.js";
import type { OutboxHandlers } from "./outbox-handlers.js";
import type { OutboxFailure } from "./outbox-failure.js";
import type { OutboxStore } from "./outbox-store.js";

/** What the steps of an outbox share. */
export interface OutboxParts<Tx, HandlerTx> {
  /** The settings of the client. */
  client: Settings;
  journal: Journal<OutboxStore<Tx>>;
  inbox: Inbox<HandlerTx>;
  handlers: OutboxHandlers;
  handlerTimeoutMs: number;
  /** Reports a failure. Never throws. */
  fail: (failure: OutboxFailure) => void;
}
