import { randomUUID } from "node:crypto";
import type { FastifyPluginAsync } from "fastify";
import { findDonation } from "../ledger/donations.js";
import { toCents } from "../ledger/money.js";
import type { LifeboatContext } from "../lifeboat-context.js";
import { openDonation } from "../payments/open-donation.js";

const body = {
  type: "object",
  required: ["amount"],
  additionalProperties: false,
  properties: { amount: { type: "string", maxLength: 12 } },
};

const maxCents = 10_000_00;

/** The API for the charity's website. */
export function donationRoutes({ currency, ...context }: LifeboatContext): FastifyPluginAsync {
  return async (scope) => {
    scope.post<{ Body: { amount: string } }>(
      "/donations",
      { schema: { body } },
      async (request, reply) => {
        const cents = toCents(request.body.amount);
        if (cents === undefined || cents < 1 || cents > maxCents) {
          return reply
            .code(422)
            .send({ error: "amount must be a decimal from 0.01 to 10000.00, such as 20.00." });
        }
        const id = `donation-${randomUUID()}`;
        const donor = `donor-${randomUUID()}`;
        const url = await openDonation(
          {
            ...context,
            onUnknown: (error) => request.log.warn(error, `The outcome of ${id} is unknown.`),
          },
          { id, donor, cents, currency },
        );
        // Not an error: the client must not retry, because the donation may be open at the gateway.
        if (url === undefined) return reply.code(202).send({ id, state: "unknown" });
        return reply.code(201).send({ id, state: "waiting", url });
      },
    );

    scope.get<{ Params: { id: string } }>("/donations/:id", async (request, reply) => {
      const donation = await findDonation(context.database.queries, request.params.id);
      if (donation === undefined) return reply.code(404).send({ error: "Donation not found." });
      return { id: donation.id, state: donation.state };
    });
  };
}
