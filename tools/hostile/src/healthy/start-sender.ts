import { startProgram } from "measure";
import type { Deliveries } from "./create-sender.js";
import type { Command } from "./main.js";

export interface HealthySender {
  warmUp: (count: number) => Promise<void>;
  start: (perSecond: number) => Promise<void>;
  stop: () => Promise<Deliveries>;
  close: () => Promise<void>;
}

/** Starts the healthy sender of one server in a child process. */
export async function startSender(port: number): Promise<HealthySender> {
  const program = startProgram(new URL("main.js", import.meta.url), {
    name: "The healthy sender",
    args: [port],
  });
  const run = (action: Command["action"], count = 0) => program.request({ action, count });
  await program.nextMessage();
  return {
    async warmUp(count) {
      await run("warm up", count);
    },
    async start(perSecond) {
      await run("start", perSecond);
    },
    stop: async () => (await run("stop")) as Deliveries,
    close: program.stop,
  };
}
