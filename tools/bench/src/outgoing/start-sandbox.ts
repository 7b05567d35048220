import { startProgram } from "measure";

/** A sandbox in a process of its own. */
export interface StartedSandbox {
  /** Options of the clients that call it. */
  clientOptions: { apiKey: string; baseUrl: string };
  /** How many payouts it has, and of how many different ids. */
  readPayouts: () => Promise<{ payouts: number; ids: number }>;
  stop: () => Promise<void>;
}

/** Starts a sandbox. */
export async function startSandbox(): Promise<StartedSandbox> {
  const program = startProgram(new URL("sandbox-server.js", import.meta.url), {
    name: "The sandbox",
  });
  const clientOptions = (await program.nextMessage()) as StartedSandbox["clientOptions"];
  return {
    clientOptions,
    async readPayouts() {
      return (await program.request("payouts")) as { payouts: number; ids: number };
    },
    stop: program.stop,
  };
}
