import { createAdaptorServer } from "@hono/node-server";
import { endOverHttp, type Handled } from "./chaos/end-answer.js";
import type { AddressInfo } from "node:net";
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
  const server = createAdaptorServer({
    fetch: async (request, { outgoing }) =>
      endOverHttp(await handle(request, allowRemote), outgoing),
    // A sandbox in a test must not swap the global Request and Response of the program under test.
    overrideGlobalObjects: false,
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
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
