// @ts-check
import type { Deliveries } from "./create-sender.js";
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The healthy sender of one server, in a process of its own. */
export async function startSender(port: number) {
  const child = fork(fileURLToPath(new URL("main.js", import.meta.url)), [String(port)]);
  const exited = once(child, "exit");
  const ended = exited.then(([code, signal]) => {
    throw new Error(`The healthy sender ended with ${signal ?? `code ${code}`}.`);
  });
  ended.catch(() => {});
  const reply = async () => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message;
  };
  const ask = (action, count = 0) => {
    child.send({ do: action, count });
    return reply();
  };
  await reply();
  return {
    warmUp: (count: number): Promise<void> => ask("warm up", count),
    start: (perSecond: number): Promise<void> => ask("start", perSecond),
    stop: (): Promise<Deliveries> => ask("stop"),
    async close() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
