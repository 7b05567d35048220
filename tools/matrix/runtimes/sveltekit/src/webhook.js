import { memoryInbox, numipayWebhook } from "@numipay/core";
import { onEvent, onOutcome } from "play";

// Like the pool of a database, it is created once although the development server runs this module again after an edit.
const inbox = (globalThis.numipayInbox ??= memoryInbox());

export const webhook = numipayWebhook({ inbox, onOutcome }).on("*", onEvent);
