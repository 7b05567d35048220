import { numipayWebhook } from "@numipay/express";
import { onEvent, onOutcome } from "play";

const [handle] = numipayWebhook({ path: "*", onOutcome }).on("*", onEvent);

export const config = { api: { bodyParser: false } };
export default (request, response) => handle(request, response, () => undefined);
