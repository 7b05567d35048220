import { startProgram } from "measure";

/** A gateway in a process of its own. */
export interface Gateway {
  /** Options of the clients that call it. */
  clientOptions: { apiKey: string; baseUrl: string };
  /** How many requests it has received. */
  readReceived: () => Promise<number>;
  stop: () => Promise<void>;
}

/** Starts a gateway that accepts every request. */
export async function startGateway(): Promise<Gateway> {
  const program = startProgram(new URL("gateway-server.js", import.meta.url), {
    name: "The gateway",
  });
  const { port } = (await program.nextMessage()) as { port: number };
  return {
    clientOptions: { apiKey: "bench-key-6kV2xQ9w", baseUrl: `http://127.0.0.1:${port}` },
    async readReceived() {
      const { received } = (await program.request("received")) as { received: number };
      return received;
    },
    stop: program.stop,
  };
}
