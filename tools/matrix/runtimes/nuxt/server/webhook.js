import { numipayWebhook } from "@numipay/core";
import { onEvent, onOutcome } from "play";

export const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);
