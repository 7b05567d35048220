import type { FastifyPluginAsync } from "fastify";
import { findDonation } from "../books/donations.js";
import { listFlags } from "../books/flags.js";
import { balance } from "../books/ledger.js";
import type { LifeboatContext } from "../lifeboat-context.js";
import { findMissed, listStuck } from "../payments/find-missed.js";
import { refundDonation } from "../payments/refund-donation.js";
import { sumToday, writeStatement } from "../payments/write-statement.js";
import { officeOnly } from "./office-only.js";

const range = {
  type: "object",
  required: ["from", "to"],
  properties: {
    from: { type: "string", format: "date" },
    to: { type: "string", format: "date" },
  },
};

/** What the treasurer may do. */
export function officeRoutes(context: LifeboatContext, token: string): FastifyPluginAsync {
  const { numipay, database, webhook, currency } = context;
  return async (scope) => {
    scope.addHook("onRequest", officeOnly(token));

    scope.post<{ Params: { id: string } }>("/donations/:id/refund", async (request, reply) => {
      const { id } = request.params;
      const result = await refundDonation(numipay, database, id);
      const donation = await findDonation(database.queries, id);
      if (donation === undefined) return reply.code(404).send({ error: "There is no donation." });
      const status = { sent: 200, undecided: 202, "not-refundable": 409 }[result];
      return reply.code(status).send({ id, result, state: donation.state });
    });

    scope.get<{ Querystring: { from: string; to: string } }>(
      "/statement",
      { schema: { querystring: range } },
      ({ query }) => writeStatement(numipay, database, query, currency),
    );

    scope.get("/today", async () => ({ cents: await sumToday(numipay, currency) }));

    scope.get("/ledger", async () => ({
      gateway: await balance(database.queries, "gateway", currency),
      donations: await balance(database.queries, "donations", currency),
      held: await balance(database.queries, "held", currency),
      flags: await listFlags(database.queries),
    }));

    scope.get("/stuck", () => listStuck(webhook));

    scope.post("/reconcile", () => findMissed(numipay, webhook, context.now));
  };
}
