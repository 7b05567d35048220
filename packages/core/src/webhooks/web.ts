import { toBytes } from "./to-bytes.js";
import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type Delivery, type DeliveryBody } from "./delivery.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import type { WebhookOptions } from "./options.js";
import { createReceiver, type EventRegistry } from "./receiver.js";

/** A webhook for servers with the web-standard `Request` and `Response`. */
export interface WebNumipayWebhook<Tx = undefined> extends EventRegistry<Tx> {
  /**
   * Responds to one delivery. It does not use `this`: `export default { fetch: webhook.fetch }`.
   *
   * @param rawBody the body, if something else has read it: as bytes (`Uint8Array`, `ArrayBuffer`) or as text, not parsed. Other values, such as the `env` that
   *   Workers pass, are ignored
   */
  fetch(this: void, request: Request, rawBody?: Uint8Array | string | object): Promise<Response>;
}

/**
 * Creates a webhook as `(Request) => Promise<Response>`, for Hono, Next.js, SvelteKit, Nuxt, Elysia, Bun, Deno and Workers. The
 * host chooses the path.
 *
 * The environment is read by the first delivery, because builds such as `next build` import the module without secrets. Without a
 * signature password, every delivery gets a 401 with a reason that begins with `misconfigured`, and `ping()` rejects.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * export default { fetch: webhook.fetch };
 */
export function numipayWebhook<Tx = undefined>(
  options: WebhookOptions<Request, Tx> = {},
): WebNumipayWebhook<Tx> {
  const receiver = createReceiver<Request, Tx>(options, { isPasswordLazy: true });
  return receiver.extend({
    async fetch(this: void, request: Request, rawBody?: unknown): Promise<Response> {
      const delivery = isRequest(request) ? fromWebRequest(request, rawBody) : notARequest;
      const { status, headers, body } = await receiver.receive(delivery);
      return new Response(body, { status, headers });
    },
  });
}

/** Frameworks pass handlers an event or a context that has the Request, and JavaScript does not stop it from coming here. */
function isRequest(request: Partial<Request> | undefined): boolean {
  return typeof request?.headers?.get === "function" && "body" in request;
}

const notARequest: Delivery<Request> = {
  method: "POST",
  header() {
    throw new InvalidArgumentError(
      "request",
      "is not a Request. Call webhook.fetch with the Request of your framework's event or context, such as event.request.",
    );
  },
  body: () => Promise.resolve(readBefore),
  request: undefined as never,
};

function fromWebRequest(request: Request, rawBody: unknown): Delivery<Request> {
  return {
    method: request.method,
    header: (name) => request.headers.get(name),
    body: (maxBytes) => readRawBody(rawBody, maxBytes) ?? readWebBody(request, maxBytes),
    request,
  };
}

function readRawBody(rawBody: unknown, maxBytes: number): Promise<DeliveryBody> | undefined {
  const bytes = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : toBytes(rawBody);
  if (bytes === undefined) return undefined;
  return Promise.resolve(
    bytes.length > maxBytes ? { form: "too-large" } : { form: "bytes", bytes },
  );
}

const readBefore: DeliveryBody = {
  form: "lost",
  reason:
    "the request body was already read; pass the webhook an unread Request, such as request.clone(), or the body as text or bytes: webhook.fetch(request, text)",
};

async function readWebBody(request: Request, maxBytes: number): Promise<DeliveryBody> {
  const { body } = request;
  if (request.bodyUsed || body?.locked === true) return readBefore;
  if (!body) return toBody(collectBytes(maxBytes));
  const reader = body.getReader();
  const collected = collectBytes(maxBytes);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (addBytes(collected, part.value)) continue;
      void discardRest(reader);
      break;
    }
  } catch {
    return cutBody;
  }
  return toBody(collected);
}

/** Canceling the stream would end the process on h3 1, and the connection before its response on SvelteKit. */
async function discardRest(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The connection closed, or the host ended the body with its response.
  }
}
