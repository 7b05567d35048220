import {
  type Contract,
  loadContract,
  type Operation,
  readRequest as readWireRequest,
} from "@numipay/core/protocol";
import type { Context } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv } from "./gateway-context.js";
import { isJsonObject, type JsonObject, readJson } from "./read-json.js";
import { readPathFields } from "./route-path.js";

/** The fields of a request, not validated. */
export interface ReadFields {
  /** By the library's names. */
  readonly fields: JsonObject;
  /** Fields that the request has under their documented name or in their documented place, but the contract override has moved. */
  readonly misplaced: ReadonlySet<string>;
}

/**
 * Reads the fields of a request from its path, query and body.
 *
 * @throws ApiProblem for a body that cannot be parsed.
 */
export function readFields(
  c: Context<AppEnv>,
  { basePath }: Contract,
  operation: Operation,
): ReadFields {
  const received = {
    path: readPathFields(basePath + operation.path, new URL(c.req.url).pathname),
    query: c.req.query(),
    body: readBodyFields(c, operation),
  };
  const fields = readWireRequest(operation, received);
  const misplaced = new Set<string>();
  for (const [name, field] of operation.fields) {
    const key = field.in === "path" ? name : field.name;
    if (!Object.hasOwn(fields, name) || Object.hasOwn(received[field.in], key)) continue;
    // A gateway with this override would not find the field.
    delete fields[name];
    misplaced.add(name);
  }
  return { fields, misplaced };
}

function readBodyFields(c: Context<AppEnv>, operation: Operation): JsonObject {
  const { method, envelope } = operation;
  const hasFields = [...operation.fields.values()].some((field) => field.in === "body");
  const isSent = method !== "GET" && method !== "DELETE" && c.get("body").length > 0;
  if (!hasFields && !isSent) return {};
  const body = readJson(c);
  if (envelope === null) return body;
  const fields = body[envelope];
  if (!isJsonObject(fields)) {
    throw new ApiProblem(400, envelopeProblem(operation.id, envelope, body), envelope);
  }
  return fields;
}

function envelopeProblem(id: string, envelope: string, body: JsonObject): string {
  const documented = envelopeOf(id);
  const usesDocumented =
    documented !== envelope && documented !== null && isJsonObject(body[documented]);
  return (
    `The fields must be inside an envelope: {"${envelope}": {"tracking_id": …}}.` +
    (usesDocumented
      ? ` The request has "${documented}", the envelope without the contract override (contract.operations.${id}.envelope).`
      : "")
  );
}

/** The documented envelope of an operation. */
export function envelopeOf(id: string): string | null {
  return loadContract(undefined).operations[id]?.envelope ?? null;
}
