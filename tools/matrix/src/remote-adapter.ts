import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { AdapterUnderTest } from "@numipay/testing";
import type { CallRequest, CallResponse, FixtureRequest } from "./remote/protocol.js";
import { createFixture, performCall, type RemoteFixture } from "./remote-fixture.js";

export interface RemoteAdapter {
  adapter: AdapterUnderTest;
  close: () => void;
}

/**
 * The suite's end of `remote/worker.ts`: serves the calls of the server under test with the suite's handlers and inbox.
 *
 * @param origin the origin of the server under test, with the prefix of its paths
 */
export async function createRemoteAdapter(origin: string): Promise<RemoteAdapter> {
  const fixtures = new Map<string, RemoteFixture>();
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { fixtureId, call } = JSON.parse(await text(incoming)) as CallRequest;
    const response: CallResponse = await performCall(fixtures.get(fixtureId), call).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: String(error) }),
    );
    outgoing.end(JSON.stringify(response));
  };
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
    adapter: {
      async serve(options, register) {
        count += 1;
        const id = `fixture-${count}`;
        const fixture = createFixture(options);
        fixtures.set(id, fixture);
        register(fixture.registry);
        const { signaturePassword, strict, contract, inbox, confirm } = options;
        const request: FixtureRequest = {
          id,
          signaturePassword,
          strict,
          contract,
          hasInbox: inbox !== undefined,
          hasConfirm: confirm !== undefined,
          callUrl: `http://127.0.0.1:${port}`,
        };
        const body = JSON.stringify(request);
        // SvelteKit rejects a POST of text as a forged form.
        const headers = { "content-type": "application/json" };
        const { status } = await fetch(`${origin}/fixtures`, { method: "POST", headers, body });
        if (status !== 200)
          throw new Error(`The server responded to a new fixture with ${status}.`);
        return { url: `${origin}/${id}`, close: async () => void fixtures.delete(id) };
      },
    },
  };
}
