import type { ContractOverride, OperationOverride } from "@numipay/core";
import type { OperationId } from "@numipay/core/protocol";
import {
  describeResponse,
  type GatewayResponse,
  isRedirect,
  isRejection,
  isSuccess,
  toFields,
} from "../exchange.js";
import { findMembers, isPageUrl } from "../find-members.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined, type Verdict } from "../verdict.js";

/** An operation that opens a transaction and returns the customer's page. */
export interface Opening {
  /** The call, which also begins the ids of the facts. */
  readonly call: "hosted" | "payout" | "direct";
  readonly operation: "hostedCheckout" | "requestPayout" | "direct";
  /** The fact about its response in docs/gateway.md. */
  readonly responseFact: string;
}

/** Facts about the path, the request and the response of an operation that opens a transaction. */
export function openingFacts({ call, operation, responseFact }: Opening): ProbeFact[] {
  return [
    {
      id: `${call}-address`,
      fact: "O17",
      title: `${operation} has the method and path of the contract`,
      known: "assumed",
      needs: call,
      judge: (responses) => judgeAddress(responses, call, operation),
    },
    {
      id: `${call}-request`,
      fact: "O2",
      title: `${operation} takes the fields of the contract`,
      known: "documented",
      needs: call,
      judge(responses) {
        const response = atItsAddress(responses, call);
        const how = describeResponse(response);
        return isRejection(response) ? differs(`${how} for a complete request`) : holds(how);
      },
    },
    {
      id: `${call}-response`,
      fact: responseFact,
      title: `${operation} responds with the customer's URL`,
      known: "documented",
      needs: call,
      judge: (responses) => judgeUrl(responses, call, operation),
    },
  ];
}

function judgeAddress(responses: Responses, call: string, operation: OperationId): Verdict {
  const response = responses.of(call);
  const { contract } = responses;
  const { method, path } = contract.operations[operation];
  const address = `${method} ${contract.basePath}${path}`;
  const how = describeResponse(response);
  if (response.status === 404) {
    return differs(
      `${how} for ${address}. If another path or method is right, set contract.operations.${operation}`,
    );
  }
  if (response.status !== 405) return holds(address);
  const allowed = toMethods(response);
  const [only] = allowed;
  return differs(`${how} for ${address}; allowed: ${allowed.join(", ") || "not said"}`, {
    override:
      only === undefined || allowed.length > 1 ? null : atOperation(operation, { method: only }),
  });
}

const bodyMethods = ["POST", "PUT", "PATCH"] as const;

/** The methods of `Allow` that can open a transaction. */
function toMethods({ allow = "" }: GatewayResponse): (typeof bodyMethods)[number][] {
  const named = allow.toUpperCase().split(/[\s,]+/);
  return bodyMethods.filter((method) => named.includes(method));
}

function judgeUrl(responses: Responses, call: string, operation: OperationId): Verdict {
  const response = atItsAddress(responses, call);
  const { isRedirect: isExpected } = responses.contract.operations[operation].response;
  const how = describeResponse(response);
  if (isRejection(response)) throw new Undetermined(`the request was rejected: ${how}`);
  if (isRedirect(response)) {
    if (isExpected) return holds(`${how}, a redirect`);
    return differs(`${how}, a redirect to the customer's page`, {
      override: atOperation(operation, { response: { redirect: true } }),
    });
  }
  if (!isSuccess(response)) throw new Undetermined(how);
  if (isExpected) {
    return differs(`${how} instead of a redirect`, {
      override: atOperation(operation, { response: { redirect: false } }),
    });
  }
  if (isPageUrl(toFields(response.body)["url"])) return holds(`${how} with a url`);
  const found = findMembers(response.raw, isPageUrl);
  const [only] = found;
  if (only === undefined) return differs(`${how} without a URL`);
  const names = found.map(({ at, name }) => (at === "" ? name : `${at}.${name}`)).join(", ");
  return differs(`${how}; its URL is in ${names}`, {
    override:
      found.length > 1
        ? null
        : atOperation(operation, {
            response: { at: only.at, fields: { url: { name: only.name } } },
          }),
  });
}

/** The response of an operation that exists. */
function atItsAddress(responses: Responses, call: string): GatewayResponse {
  const response = responses.of(call);
  if (response.status === 404 || response.status === 405) {
    throw new Undetermined(`${response.status}: see ${call}-address`);
  }
  return response;
}

function atOperation(operation: OperationId, override: OperationOverride): ContractOverride {
  return { operations: { [operation]: override } };
}
