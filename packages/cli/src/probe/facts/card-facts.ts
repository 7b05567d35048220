import { describeResponse, isRejection, isSuccess, toFields } from "../exchange.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined } from "../verdict.js";

/** Facts about a payment by card, which only certified merchants may send. */
export const cardFacts: readonly ProbeFact[] = [
  {
    id: "card-response",
    fact: "O5",
    title: "A charge responds with transaction_status",
    known: "documented",
    needs: "card",
    judge(responses) {
      const response = responses.of("card");
      const how = describeResponse(response);
      if (isRejection(response)) return differs(`${how} for a complete request`);
      const status = chargeStatus(responses);
      return status === undefined ? differs(`${how} without transaction_status`) : holds(status);
    },
  },
  {
    id: "card-status",
    fact: "O26",
    title: "The status of a charge does not lag behind its response",
    known: "assumed",
    needs: "status-card",
    judge(responses) {
      const charged = chargeStatus(responses);
      if (charged === undefined) throw new Undetermined("see card-response");
      const response = responses.of("status-card");
      const how = describeResponse(response);
      if (response.status === 404) return differs(`${charged} in the response, then ${how}`);
      const status = toFields(response.body)["transaction_status"];
      if (!isSuccess(response) || typeof status !== "string") throw new Undetermined(how);
      if (responses.contract.statuses.get(charged) !== 1) {
        throw new Undetermined(`the charge is ${charged}, which may change at any time`);
      }
      return status === charged
        ? holds(status)
        : differs(`${charged} in the response, then ${JSON.stringify(status)}`);
    },
  },
];

function chargeStatus(responses: Responses): string | undefined {
  const status = toFields(responses.of("card").body)["transaction_status"];
  return typeof status === "string" ? status : undefined;
}
