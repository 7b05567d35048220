import { describeResponse, isKeyRejected, isRejection } from "../exchange.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined, type Verdict } from "../verdict.js";

/** Facts about the API key. */
export const keyFacts: readonly ProbeFact[] = [
  {
    id: "key-required",
    fact: "T2",
    title: "A list without a key is rejected",
    known: "documented",
    needs: "list-no-key",
    judge: (responses) => refusesWithoutKey(responses, "list-no-key"),
  },
  {
    id: "key-required-to-pay",
    fact: "T11",
    title: "A payment without a key is rejected",
    known: "documented",
    needs: "hosted-no-key",
    judge: (responses) => refusesWithoutKey(responses, "hosted-no-key"),
  },
  {
    id: "key-accepted",
    fact: "T2",
    title: "The key is read from the header of the contract",
    known: "documented",
    needs: "status-unknown",
    judge(responses) {
      const response = responses.of("status-unknown");
      const { apiKey } = responses.contract.headers;
      if (isKeyRejected(response)) {
        return differs(
          `${describeResponse(response)} with the key in ${apiKey}. If the key is right, the gateway reads another header: ` +
            "set contract.headers.apiKey",
        );
      }
      return holds(`the key in ${apiKey} was accepted`);
    },
  },
];

function refusesWithoutKey(responses: Responses, call: string): Verdict {
  const response = responses.of(call);
  if (response.status === 404 || response.status === 405) {
    throw new Undetermined(`${describeResponse(response)}: another path or method`);
  }
  const how = describeResponse(response);
  return isRejection(response)
    ? holds(how)
    : differs(`${how} without a key`, { isBreaking: false });
}
