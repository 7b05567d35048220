// @ts-check
import type { BenchServer } from "./start-server.js";
import { signDeliveries } from "./sign-deliveries.js";

/**
 * Throws unless the server handles a delivery once, answers its repetition with 200 without handling it again, and
 * refuses it with 401 when the amount changed.
 */
export async function proveServer(server: BenchServer) {
  const [delivery] = signDeliveries(1);
  if (delivery === undefined) return;
  const before = (await server.ask()).handled;
  const tampered = {
    ...delivery,
    body: Buffer.from(delivery.body.toString().replace("200.00", "900.00")),
  };
  const statuses = [];
  for (const { body, headers } of [tampered, delivery, delivery]) {
    const response = await fetch(server.url, { method: "POST", body: body.toString(), headers });
    await response.arrayBuffer();
    statuses.push(response.status);
  }
  const handled = (await server.ask()).handled - before;
  if (statuses.join(" ") !== "401 200 200" || handled !== 1) {
    throw new Error(
      `${server.name} answers ${statuses.join(" ")} and handles ${handled}, not 401 200 200 and 1.`,
    );
  }
}
