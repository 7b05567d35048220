import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery, DeliveryBody } from "./delivery.js";
import type { Answer } from "./outcome.js";
import { keptBody } from "./keep-bodies.js";
import { collectChunks } from "./read-body.js";

/** A request of `node:http`, with what body parsers leave on it. */
export type NodeRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** A delivery out of a request of `node:http`, whether or not a body parser has read it. */
export function fromNodeRequest<Request extends NodeRequest>(request: Request): Delivery<Request> {
  return {
    method: request.method ?? "",
    // The types allow a list, which Node makes of set-cookie alone.
    header: (name) => request.headers[name] as string | undefined,
    body: (maxBytes) => readNodeBody(request, maxBytes),
    request,
  };
}

/** Writes the answer of a delivery, unless the sender is gone. */
export function answerNode(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const headers = { ...answer.headers, "content-length": Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, headers).end(answer.body);
}

async function readNodeBody(request: NodeRequest, maxBytes: number): Promise<DeliveryBody> {
  const isUntouched = !request.readableDidRead && !request.readableEnded && !request.destroyed;
  if (isUntouched) return readStream(request, maxBytes);
  return keptBody(request) ?? fromParser(request);
}

/** What a body parser left: `rawBody` by convention, the body as bytes or text, or the parsed value. */
function fromParser({ rawBody, body }: NodeRequest): DeliveryBody {
  const bytes = [rawBody, body].find((value) => value instanceof Uint8Array);
  if (bytes !== undefined) return { form: "bytes", bytes };
  if (typeof body === "string" || (typeof body === "object" && body !== null)) {
    return { form: "parsed", value: body };
  }
  return { form: "lost" };
}

/** By events: leaving a loop over the stream early would destroy it, and the answer with it. */
function readStream(request: NodeRequest, maxBytes: number): Promise<DeliveryBody> {
  const collector = collectChunks(maxBytes);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      if (!collector.add(chunk)) resolve({ form: "too-large" });
    });
    request.on("end", () => resolve(collector.toBody()));
    request.on("error", () => resolve({ form: "lost" }));
    request.on("close", () => resolve({ form: "lost" }));
  });
}
