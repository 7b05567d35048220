import { getRequestListener, RequestError } from "@hono/node-server";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { endOverHttp, type Handled } from "../chaos/end-answer.js";
import { isLoopback } from "./guard-host.js";

/** Where to listen: 127.0.0.1 and any free port, unless said otherwise. */
export interface ListenOptions {
  readonly port?: number;
  readonly host?: string;
  /** Opens the sandbox to other machines, and answers to any host name. Its keys are no secrets: never on a public network. */
  readonly allowRemote?: boolean;
}

/** A sandbox that listens. */
export interface ListeningSandbox {
  /** Its origin, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Stops listening; the sandbox itself lives on. */
  close(): Promise<void>;
}

/** Serves requests over HTTP. Throws a RangeError for a host that other machines can reach, unless that is allowed. */
export async function listen(
  handle: (request: Request, remoteAllowed: boolean) => Promise<Handled>,
  options: ListenOptions,
): Promise<ListeningSandbox> {
  const { port = 0, host = "127.0.0.1", allowRemote = false } = options;
  if (!allowRemote && !isLoopback(host)) {
    throw new RangeError(
      `The sandbox listens on loopback only; ${JSON.stringify(host)} needs { allowRemote: true }`,
    );
  }
  const listener = getRequestListener(
    async (request, { outgoing }) => endOverHttp(await handle(request, allowRemote), outgoing),
    {
      // A sandbox in a test must not swap the global Request and Response of the program under test.
      overrideGlobalObjects: false,
      errorHandler: refuse,
    },
  );
  // The listener refuses a request without a Host in JSON; Node's own check has no body.
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  server.on("checkExpectation", (_, response) => {
    response
      .writeHead(417, jsonHeaders)
      .end(toBody("The sandbox knows Expect: 100-continue alone"));
  });
  server.on("connect", (_, socket) => {
    // Node no longer watches this socket, and an unhandled error would end the process.
    socket.on("error", () => undefined);
    const body = toBody("The sandbox is no proxy");
    const headers = { ...jsonHeaders, "content-length": body.length, connection: "close" };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 405 Method Not Allowed\r\n${head.join("")}\r\n${body}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Idle keep-alive connections would otherwise hold the port for seconds.
        server.closeAllConnections();
      }),
  };
}

const jsonHeaders = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
};

function toBody(message: string): string {
  return JSON.stringify({ message });
}

/** What never reaches the app: an address that is none, or a request that comes while the sandbox closes. */
function refuse(error: unknown): Response {
  const isRequest = error instanceof RequestError;
  const message = isRequest
    ? `The request's address or Host header is invalid: ${error.message}`
    : "The sandbox is closed";
  return new Response(toBody(message), { status: isRequest ? 400 : 503, headers: jsonHeaders });
}
