import { numipayWebhook } from "@numipay/express";
import { onEvent, onOutcome } from "play";

const [handle] = numipayWebhook({ path: "*", onOutcome }).on("*", onEvent);

export default (request, response) => handle(request, response, () => undefined);
