// @ts-check
// The healthy sender, in a process of its own: what the attacker does must not delay its clock.
import { createSender } from "./create-sender.js";

const sender = createSender(Number(process.argv[2]));

async function obey({ do: action, count }: { do: string; count: number }) {
  if (action === "warm up") await sender.warmUp(count);
  if (action === "start") sender.start(count);
  process.send?.(action === "stop" ? await sender.stop() : {});
}

process.on("message", (message) => {
  void obey(message as { do: string; count: number });
});
process.on("disconnect", () => process.exit(0));
process.send?.({});
