import {
  describeResponse,
  type GatewayResponse,
  isKeyRejected,
  isRejection,
  isSuccess,
  toFields,
} from "../exchange.js";
import { findMembers } from "../find-members.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined, type Verdict } from "../verdict.js";

/** Facts about unknown ids and about the status of a transaction. */
export const statusFacts: readonly ProbeFact[] = [
  {
    id: "unknown-status",
    fact: "O25",
    title: "The status of an unknown id is 404",
    known: "assumed",
    needs: "status-unknown",
    judge: (responses) => judgeUnknown(responses.of("status-unknown"), { isBreaking: true }),
  },
  {
    id: "unknown-approve",
    fact: "O25",
    title: "The approval of an unknown id is 404",
    known: "assumed",
    needs: "approve-unknown",
    judge: (responses) => judgeUnknown(responses.of("approve-unknown"), { isBreaking: false }),
  },
  {
    id: "unknown-reject",
    fact: "O25",
    title: "The rejection of an unknown id is 404",
    known: "assumed",
    needs: "reject-unknown",
    judge: (responses) => judgeUnknown(responses.of("reject-unknown"), { isBreaking: false }),
  },
  {
    id: "status-at-once",
    fact: "O26",
    title: "A new transaction has a status at once",
    known: "assumed",
    needs: "status-new",
    judge: judgeLag,
  },
  {
    id: "status-response",
    fact: "O12",
    title: "The status is in transaction_status",
    known: "documented",
    needs: "status-new",
    judge: judgeStatusField,
  },
  {
    id: "status-known",
    fact: "W1",
    title: "The status of a new transaction is a known one",
    known: "documented",
    needs: "status-new",
    judge(responses) {
      const status = toFields(foundStatus(responses).body)["transaction_status"];
      if (typeof status !== "string") throw new Undetermined("see status-response");
      return responses.contract.statuses.has(status)
        ? holds(status)
        : differs(`the status is ${JSON.stringify(status)}`, {
            override: { statuses: { [status]: {} } },
            isBreaking: false,
          });
    },
  },
  {
    id: "invalid-amount",
    fact: "T6",
    title: "An amount that is no number is rejected",
    known: "documented",
    needs: "hosted-invalid",
    judge(responses) {
      requireOpened(responses);
      const response = responses.of("hosted-invalid");
      const how = describeResponse(response);
      return isRejection(response) ? holds(how) : differs(`${how} for the amount "none"`);
    },
  },
  {
    id: "rejected-opens-nothing",
    fact: "T9",
    title: "A request that was rejected opens nothing",
    known: "assumed",
    needs: "status-invalid",
    judge: judgeRejected,
  },
];

function judgeUnknown(response: GatewayResponse, { isBreaking }: { isBreaking: boolean }): Verdict {
  const how = describeResponse(response);
  if (response.status === 404) return holds(how);
  if (isKeyRejected(response)) throw new Undetermined("the key was rejected: see key-accepted");
  if (response.status === 405) throw new Undetermined(`${how}: another method`);
  // Success for what does not exist leaves no way to find out what does.
  return differs(`${how} for an unknown id`, { isBreaking: isBreaking || isSuccess(response) });
}

function judgeLag(responses: Responses): Verdict {
  requireOpened(responses);
  const response = responses.of("status-new");
  const { attempts, waitedMs } = response;
  const waited = `${waitedMs / 1000} s`;
  if (isSuccess(response)) {
    return attempts === 1
      ? holds("found at once")
      : differs(`not found at first, and found after ${waited}`);
  }
  const how = describeResponse(response);
  if (response.status !== 404) throw new Undetermined(how);
  return differs(`not found within ${waited}: ${how}`);
}

function judgeStatusField(responses: Responses): Verdict {
  const response = foundStatus(responses);
  const { transaction_status: status } = toFields(response.body);
  if (typeof status === "string") return holds(status);
  const isStatus = (value: unknown): boolean =>
    typeof value === "string" && responses.contract.statuses.has(value);
  const found = findMembers(response.raw, isStatus);
  const [only] = found;
  if (only === undefined) return differs("it has no known status");
  const names = found.map(({ at, name }) => (at === "" ? name : `${at}.${name}`)).join(", ");
  const fields = { transaction_status: { name: only.name } };
  return differs(`the status is in ${names}`, {
    override:
      found.length > 1
        ? null
        : { operations: { transactionStatus: { response: { at: only.at, fields } } } },
  });
}

function judgeRejected(responses: Responses): Verdict {
  if (!isRejection(responses.of("hosted-invalid"))) {
    throw new Undetermined("the request was not rejected: see invalid-amount");
  }
  requireOpened(responses);
  if (responses.of("status-unknown").status !== 404) {
    throw new Undetermined("an unknown id is not a 404: see unknown-status");
  }
  const response = responses.of("status-invalid");
  const how = describeResponse(response);
  if (isSuccess(response)) return differs(`the rejected request has a status: ${how}`);
  if (response.status !== 404) throw new Undetermined(how);
  const listed = responses.listed("invalid").length;
  return listed === 0
    ? holds("neither its status nor the list has it")
    : differs("the list has the rejected request");
}

/** The response to the status of the opened payment. */
function foundStatus(responses: Responses): GatewayResponse {
  requireOpened(responses);
  const response = responses.of("status-new");
  if (isSuccess(response)) return response;
  throw new Undetermined(`${describeResponse(response)}: see status-at-once`);
}

/** @throws Undetermined if no payment was opened */
export function requireOpened(responses: Responses): void {
  const response = responses.of("hosted");
  if (isRejection(response)) {
    throw new Undetermined(`no payment was opened: ${describeResponse(response)}`);
  }
}
