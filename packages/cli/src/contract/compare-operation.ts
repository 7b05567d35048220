import { compareResponse } from "./compare-response.js";
import { compareRequest, type ComparisonContext } from "./compare-request.js";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import type { Match } from "./match-operations.js";
import { atOperation, atResponse } from "./override-parts.js";
import type { OwnOperation } from "./own-operation.js";

/** The response fields that the library always reads. */
const demanded: readonly string[] = ["url", "transaction_status"];

/** The operations that can respond with a redirect. */
const redirecting: readonly string[] = ["hostedCheckout", "direct", "requestPayout"];

/** Compares an operation with its counterpart. */
export function compareOperation(
  { ours, theirs }: Match<OwnOperation>,
  context: ComparisonContext,
): Difference[] {
  const { id, provenance } = ours;
  if (theirs === undefined) {
    return [
      toDifference({
        kind: "operation-missing",
        operation: id,
        ours: `${ours.method} ${ours.path}`,
        theirs: null,
        provenance,
        isBreaking: true,
        remedy: `If it has another name, pass --map ${id}="POST /path". Otherwise, do not call it.`,
      }),
    ];
  }
  const place = { operation: id, path: "response", atRead: atResponse(id), demanded };
  const { ownResponse } = ours;
  return [
    ...compareRequest(ours, theirs, context),
    ...compareRedirect(ours, theirs),
    ...(ownResponse === undefined ? [] : compareResponse(ownResponse, theirs.response, place)),
  ];
}

function compareRedirect(ours: OwnOperation, theirs: Operation): Difference[] {
  const { id } = ours;
  const isDescribed = theirs.isRedirect || theirs.response !== undefined;
  if (!isDescribed || ours.isRedirect === theirs.isRedirect) return [];
  const show = (isRedirect: boolean): string => (isRedirect ? "a redirect" : "a JSON body");
  return [
    toDifference({
      kind: "redirect",
      operation: id,
      place: "response",
      ours: show(ours.isRedirect),
      theirs: show(theirs.isRedirect),
      provenance: ours.provenance,
      isBreaking: true,
      override: redirecting.includes(id)
        ? atOperation(id, { response: { redirect: theirs.isRedirect } })
        : null,
    }),
  ];
}
