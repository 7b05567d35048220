import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdapterUnderTest, KnownExceptions, ServedAdapter } from "@numipay/testing";

/** A framework in one setup, for the conformance suite. The names are those of the packages' conformance tests. */
export interface Host {
  /** The framework and its major version. */
  adapter: string;
  /** Which body parser runs before the webhook, or how the host is configured. */
  setup: string;
  server: AdapterUnderTest;
  knownExceptions?: KnownExceptions;
}

export async function serveListener(listener: RequestListener): Promise<ServedAdapter> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}
