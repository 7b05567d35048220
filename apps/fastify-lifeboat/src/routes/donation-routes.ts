import { randomUUID } from "node:crypto";
import type { FastifyPluginAsync } from "fastify";
import { findDonation } from "../books/donations.js";
import { toCents } from "../books/money.js";
import type { LifeboatContext } from "../lifeboat-context.js";
import { openDonation } from "../payments/open-donation.js";

const body = {
  type: "object",
  required: ["amount"],
  additionalProperties: false,
  properties: { amount: { type: "string", maxLength: 12 } },
};

const mostCents = 10_000_00;

/** What the charity's website calls. */
export function donationRoutes({ currency, ...context }: LifeboatContext): FastifyPluginAsync {
  return async (scope) => {
    scope.post<{ Body: { amount: string } }>(
      "/donations",
      { schema: { body } },
      async (request, reply) => {
        const cents = toCents(request.body.amount);
        if (cents === undefined || cents < 1 || cents > mostCents) {
          return reply.code(422).send({ error: "Give an amount such as 20.00." });
        }
        const id = `donation-${randomUUID()}`;
        const donor = `donor-${randomUUID()}`;
        const url = await openDonation(
          { ...context, onUnknown: (error) => request.log.warn(error, `${id} is unknown`) },
          { id, donor, cents, currency },
        );
        // Not the donor's fault, and not to be tried again: the money may be on its way.
        if (url === undefined) return reply.code(202).send({ id, state: "unknown" });
        return reply.code(201).send({ id, state: "waiting", url });
      },
    );

    scope.get<{ Params: { id: string } }>("/donations/:id", async (request, reply) => {
      const donation = await findDonation(context.database.queries, request.params.id);
      if (donation === undefined) return reply.code(404).send({ error: "There is no donation." });
      return { id: donation.id, state: donation.state };
    });
  };
}
