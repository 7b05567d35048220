import { startProgram, webhookPath } from "measure";

/** What a server reports of itself. */
export interface ServerState {
  handled: number;
  cpuMicroseconds: number;
}

export interface BenchServer {
  name: string;
  url: string;
  readState: () => Promise<ServerState>;
  stop: () => Promise<void>;
}

/**
 * Starts a server in a child process.
 *
 * @param file its program in servers/
 */
export async function startServer(
  name: string,
  file: string,
  args: readonly string[] = [],
): Promise<BenchServer> {
  const program = startProgram(new URL(`servers/${file}`, import.meta.url), {
    name: `The server ${name}`,
    args,
  });
  const { port } = (await program.nextMessage()) as { port: number };
  return {
    name,
    url: `http://127.0.0.1:${port}${webhookPath}`,
    readState: async () => (await program.request("state")) as ServerState,
    stop: program.stop,
  };
}
