// The host in front of the functions: the requests and responses are those of @azure/functions.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import azure from "@azure/functions";
import { print } from "play";
import { serve } from "play/serve";
import functions from "./dist/functions.js";

const { HttpRequest, HttpResponse } = azure;
const { deliver, health } = functions;

function createHost() {
  const respond = async (incoming, outgoing) => {
    const bytes = await buffer(incoming);
    const request = new HttpRequest({
      method: incoming.method,
      url: `http://${incoming.headers.host}${incoming.url}`,
      headers: incoming.headers,
      ...(incoming.method === "POST" && { body: { bytes } }),
    });
    const handler = incoming.url === "/health" ? health : deliver;
    const response = new HttpResponse(await handler(request));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  };
  return createServer((incoming, outgoing) => void respond(incoming, outgoing));
}

await serve("Web handler", createHost, { health: "/health" });
print({ ready: true });
