// The healthy sender, in a process of its own so that the attacker does not delay its clock.
import { createSender, type Deliveries } from "./create-sender.js";

/** What the parent sends. */
export interface Command {
  action: "warm up" | "start" | "stop";
  count: number;
}

const sender = createSender(Number(process.argv[2]));

async function run({ action, count }: Command): Promise<Deliveries | object> {
  if (action === "stop") return sender.stop();
  if (action === "warm up") await sender.warmUp(count);
  else sender.start(count);
  return {};
}

process.on("message", (message) => {
  void run(message as Command).then((reply) => process.send?.(reply));
});
process.on("disconnect", () => process.exit(0));
process.send?.({});
