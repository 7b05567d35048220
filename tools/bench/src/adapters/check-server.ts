import { createDelivery, tamper } from "measure";
import type { BenchServer } from "./start-server.js";

const expected = "401 200 200";

/**
 * Checks that a server handles a delivery once, responds to its duplicate with 200, and rejects it with 401 when the amount
 * was changed.
 *
 * @throws Error naming what the server did instead
 */
export async function checkServer(server: BenchServer): Promise<void> {
  const { body, headers } = createDelivery();
  const before = await server.readState();
  const statuses: number[] = [];
  for (const sent of [tamper(body), body, body]) {
    const response = await fetch(server.url, { method: "POST", body: sent.toString(), headers });
    await response.arrayBuffer();
    statuses.push(response.status);
  }
  const handled = (await server.readState()).handled - before.handled;
  if (statuses.join(" ") !== expected || handled !== 1) {
    throw new Error(
      `${server.name} responded with ${statuses.join(" ")} and handled ${handled}; expected ${expected} and 1.`,
    );
  }
}
