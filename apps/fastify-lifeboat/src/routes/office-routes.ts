import type { FastifyPluginAsync } from "fastify";
import { findDonation } from "../ledger/donations.js";
import { listFlags } from "../ledger/flags.js";
import { balance } from "../ledger/ledger.js";
import type { LifeboatContext } from "../lifeboat-context.js";
import { recoverMissed, listStuck } from "../payments/recover-missed.js";
import { refundDonation } from "../payments/refund-donation.js";
import { sumToday, createStatement } from "../payments/create-statement.js";
import { requireOfficeToken } from "./require-office-token.js";

const range = {
  type: "object",
  required: ["from", "to"],
  properties: {
    from: { type: "string", format: "date" },
    to: { type: "string", format: "date" },
  },
};

/** The API for the treasurer. */
export function officeRoutes(context: LifeboatContext, token: string): FastifyPluginAsync {
  const { numipay, database, webhook, currency } = context;
  return async (scope) => {
    scope.addHook("onRequest", requireOfficeToken(token));

    scope.post<{ Params: { id: string } }>("/donations/:id/refund", async (request, reply) => {
      const { id } = request.params;
      const result = await refundDonation(numipay, database, id);
      const donation = await findDonation(database.queries, id);
      if (donation === undefined) return reply.code(404).send({ error: "Donation not found." });
      const status = { sent: 200, undecided: 202, "not-refundable": 409 }[result];
      return reply.code(status).send({ id, result, state: donation.state });
    });

    scope.get<{ Querystring: { from: string; to: string } }>(
      "/statement",
      { schema: { querystring: range } },
      ({ query }) => createStatement(numipay, database, query, currency),
    );

    scope.get("/today", async () => ({ cents: await sumToday(numipay, currency) }));

    scope.get("/ledger", async () => ({
      gateway: await balance(database.queries, "gateway", currency),
      donations: await balance(database.queries, "donations", currency),
      held: await balance(database.queries, "held", currency),
      flags: await listFlags(database.queries),
    }));

    scope.get("/stuck", () => listStuck(webhook));

    scope.post("/reconcile", () => recoverMissed(numipay, webhook, context.now));
  };
}
