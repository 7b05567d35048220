import { compareResponse } from "./compare-response.js";
import type { OverriddenContract } from "./overridden-contract.js";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import { onWebhook } from "./override-parts.js";
import { type OwnResponse, toOwnResponse } from "./own-response.js";
import { pairNames } from "./pair-names.js";
import { findFields, namesOf } from "./find-fields.js";
import { emptyShape } from "./shape.js";
import { toRegExp } from "./to-reg-exp.js";

/** Finds the webhook whose payload has most of our fields. */
export function matchWebhook(
  ours: Operation,
  theirs: readonly Operation[],
  overridden: OverriddenContract,
): Operation | undefined {
  const own = toPayload(ours, overridden);
  const score = ({ request = emptyShape }: Operation): number => {
    const found = findFields(own, request);
    return found === undefined ? 0 : pairNames(own.fields, namesOf(found.shape)).pairs.length;
  };
  return theirs.toSorted((one, other) => score(other) - score(one))[0];
}

/** Compares the signature header and the payload of the webhook. */
export function compareWebhook(
  ours: Operation,
  theirs: Operation | undefined,
  overridden: OverriddenContract,
): Difference[] {
  const operation = ours.operationId ?? ours.path;
  if (theirs === undefined) {
    return [
      toDifference({
        kind: "operation-missing",
        operation,
        ours: "a webhook",
        theirs: null,
        provenance: ours.provenance,
        isBreaking: false,
        remedy: "Nothing to do. Many files omit webhooks, and the documented ones still apply.",
      }),
    ];
  }
  const place = { operation, path: "payload", atRead: onWebhook, demanded: [] };
  return [
    ...compareSignature(operation, theirs, overridden),
    ...compareResponse(toPayload(ours, overridden), theirs.request, place),
  ];
}

function toPayload(
  { request = emptyShape, provenance }: Operation,
  overridden: OverriddenContract,
): OwnResponse {
  const { at } = overridden.contract.webhook;
  const fields = overridden.override.webhook?.fields;
  return toOwnResponse(request, { at, fields, provenance }, overridden.contract);
}

/** A signature of the documented scheme. */
const sample = "0123456789ABCDEF0123456789ABCDEF01234567";

function compareSignature(
  operation: string,
  { parameters }: Operation,
  { contract }: OverriddenContract,
): Difference[] {
  const own = contract.headers.signature;
  const headers = parameters.filter(({ in: place }) => place === "header");
  const header =
    headers.find(({ name }) => name.toLowerCase() === own) ??
    headers.find(({ name }) => /sign/i.test(name));
  if (header === undefined) return [];
  const { name, shape } = header;
  const base = { operation, provenance: "documented", isBreaking: true } as const;
  const place = `header.${own}`;
  const other = /\b(hmac|sha-?(?:224|256|384|512)|md5|rsa|ed25519)\b/i.exec(shape.description)?.[0];
  const isOther = other !== undefined || toRegExp(shape.pattern ?? "")?.test(sample) === false;
  return [
    ...(name.toLowerCase() === own
      ? []
      : [
          toDifference({
            ...base,
            kind: "renamed",
            place,
            ours: own,
            theirs: name.toLowerCase(),
            override: { headers: { signature: name.toLowerCase() } },
          }),
        ]),
    ...(isOther
      ? [
          toDifference({
            ...base,
            kind: "signature",
            place,
            ours: "SHA-1 of the payload and the password, 40 upper-case hex digits",
            theirs: other ?? shape.pattern ?? null,
            remedy:
              "No override can express it, because the signature scheme is fixed. Please report it.",
          }),
        ]
      : []),
  ];
}
