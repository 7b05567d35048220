import { follow, type Json, toJson } from "./read-contract.js";
import { type Provenance, type Shape, toProvenance, toShape } from "./shape.js";

/** One operation, references followed. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  /** All that its name, its path and its summary say, for finding its counterpart. */
  readonly text: string;
  readonly pathProvenance: Provenance;
  readonly provenance: Provenance;
  readonly parameters: readonly Parameter[];
  /** Undefined: it has no JSON body. */
  readonly request: Shape | undefined;
  /** That of the first 2xx with JSON; undefined: none is described. */
  readonly answer: Shape | undefined;
  /** That of a refusal. */
  readonly refusal: Shape | undefined;
}

/** A parameter of the query or a header; those of the path have names that nobody sends. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  readonly provenance: Provenance;
}

const methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/** Every operation of a contract, or of its webhooks. */
export function listOperations(document: Json, section: "paths" | "webhooks"): Operation[] {
  return Object.entries(toJson(document[section])).flatMap(([path, value]) => {
    const item = follow(document, value);
    return methods
      .filter((method) => item[method] !== undefined)
      .map((method) => toOperation(document, { path, item, method }));
  });
}

function toOperation(
  document: Json,
  { path, item, method }: { path: string; item: Json; method: string },
): Operation {
  const operation = toJson(item[method]);
  const provenance = toProvenance(operation["x-provenance"], "documented");
  const responses = toJson(operation["responses"]);
  const parameters = [...toArray(item["parameters"]), ...toArray(operation["parameters"])];
  const { operationId, summary = "", tags = [] } = operation;
  return {
    method: method.toUpperCase(),
    path,
    operationId: typeof operationId === "string" ? operationId : undefined,
    text: [operationId, path, summary, tags].flat().join(" "),
    pathProvenance: toProvenance(item["x-provenance"], provenance),
    provenance,
    parameters: parameters.map((one) => toParameter(document, one, provenance)),
    request: toBody(document, operation["requestBody"], provenance),
    answer: toAnswer(document, responses, /^2/, provenance),
    refusal: toAnswer(document, responses, /^(4|default)/, provenance),
  };
}

function toParameter(document: Json, value: unknown, around: Provenance): Parameter {
  const parameter = follow(document, value);
  const provenance = toProvenance(parameter["x-provenance"], around);
  return {
    name: String(parameter["name"]),
    in: String(parameter["in"]),
    isRequired: parameter["required"] === true,
    shape: toShape(document, parameter["schema"], provenance),
    provenance,
  };
}

function toAnswer(
  document: Json,
  responses: Json,
  statuses: RegExp,
  around: Provenance,
): Shape | undefined {
  return Object.keys(responses)
    .filter((status) => statuses.test(status))
    .toSorted()
    .map((status) => {
      const response = follow(document, responses[status]);
      return toBody(document, response, toProvenance(response["x-provenance"], around));
    })
    .find((shape) => shape !== undefined);
}

function toBody(document: Json, value: unknown, provenance: Provenance): Shape | undefined {
  const content = toJson(follow(document, value)["content"]);
  const type = Object.keys(content).find((name) => /\bjson\b/.test(name) || name === "*/*");
  if (type === undefined) return undefined;
  const { schema } = toJson(content[type]);
  return schema === undefined ? undefined : toShape(document, schema, provenance);
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
