// @ts-check
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdapterUnderTest, KnownExceptions } from "@numipay/testing";
import { once } from "node:events";
import { createServer } from "node:http";

/** What the battery is run against. The names are those of the tables in the packages' conformance tests. */
export interface Host {
  /** With the framework's major. */
  adapter: string;
  /** What the webhook finds: which body parser is mounted before it, or how it is set. */
  situation: string;
  server: AdapterUnderTest;
  /** What cannot hold there. */
  holes?: KnownExceptions;
}

export async function serveListener(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
