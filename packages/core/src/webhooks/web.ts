import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type Delivery, type DeliveryBody } from "./delivery.js";
import type { WebhookOptions } from "./options.js";
import { createReceiver, type EventRegistry } from "./receiver.js";

/** A webhook for servers with the web-standard `Request` and `Response`. */
export interface WebNumipayWebhook<Tx = undefined> extends EventRegistry<Tx> {
  /** Responds to one delivery. It does not use `this`: `export default { fetch: webhook.fetch }`. */
  fetch(this: void, request: Request): Promise<Response>;
}

/**
 * Creates a webhook as `(Request) => Promise<Response>`, for Hono, Next.js, Bun, Deno and Workers. The host chooses the path.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * export default { fetch: webhook.fetch };
 */
export function numipayWebhook<Tx = undefined>(
  options: WebhookOptions<Request, Tx> = {},
): WebNumipayWebhook<Tx> {
  const receiver = createReceiver<Request, Tx>(options);
  return receiver.extend({
    async fetch(this: void, request: Request): Promise<Response> {
      const { status, headers, body } = await receiver.receive(fromWebRequest(request));
      return new Response(body, { status, headers });
    },
  });
}

function fromWebRequest(request: Request): Delivery<Request> {
  return {
    method: request.method,
    header: (name) => request.headers.get(name),
    body: (maxBytes) => readWebBody(request, maxBytes),
    request,
  };
}

const readBefore: DeliveryBody = {
  form: "lost",
  reason:
    "the request body was already read; pass the webhook an unread Request, such as request.clone()",
};

async function readWebBody(request: Request, maxBytes: number): Promise<DeliveryBody> {
  if (request.bodyUsed || request.body?.locked === true) return readBefore;
  const collected = collectBytes(maxBytes);
  try {
    for await (const chunk of request.body ?? []) {
      if (!addBytes(collected, chunk)) break;
    }
  } catch {
    return cutBody;
  }
  return toBody(collected);
}
