import { setTimeout as wait } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import { readJson } from "../api/read-json.js";
import { createMoves } from "../portal/clock/moves.js";
import { readStep } from "../portal/clock/read-step.js";
import { guardPortal, portalHeaders } from "../portal/guard-portal.js";
import type { PortalContext } from "../portal/portal-page.js";
import { listDeliveries, readDelivery } from "./read-deliveries.js";
import { readState } from "./read-state.js";
import { listTransactions, setStatus } from "./transactions.js";

/** How long a request waits for the clock, which awaits the response to each webhook. Real milliseconds. */
const maxWaitMs = 10_000;

/**
 * Creates the JSON routes for tools on the same machine: what the portal's pages show, without keys, passwords and the headers of
 * your server. Must be mounted before the portal, which has the paths above them.
 */
export function createControl(portal: PortalContext): Hono<AppEnv> {
  const moves = createMoves(() => wait(maxWaitMs, undefined, { ref: false }));
  const app = new Hono<AppEnv>();
  app.use(portalHeaders(), guardPortal());
  app.get("/", (c) => c.json(readState(portal)));
  app.get("/transactions", (c) => c.json(listTransactions(c, portal)));
  app.post("/transactions/:id/status", (c) =>
    c.json(setStatus(portal, c.req.param("id"), readText(c, "status"))),
  );
  app.get("/deliveries", (c) => c.json(listDeliveries(c, portal)));
  app.get("/deliveries/:id", (c) => c.json(readDelivery(portal, c.req.param("id"))));
  app.post("/clock/advance", async (c) => {
    const step = readStep(new Map([["step", readText(c, "duration")]]), portal.now());
    if ("problems" in step) {
      throw new ApiProblem(400, `duration: ${step.problems["step"] ?? ""}`, "duration");
    }
    const { ms } = step.value;
    const outcome = await moves.start("Advance", () => portal.controls.advance(ms));
    if (outcome === "failed") throw new Error(moves.failed()?.failure);
    return c.json({ ...readState(portal), isRunning: outcome === "running" });
  });
  app.all("*", () => {
    throw new ApiProblem(404, "The sandbox's control API has no such path or method.");
  });
  return app;
}

function readText(c: Context<AppEnv>, name: string): string {
  const value = readJson(c)[name];
  if (typeof value === "string") return value;
  throw new ApiProblem(400, `${name} must be a string.`, name);
}
