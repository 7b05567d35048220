import { follow, type Json, toJson } from "./read-contract.js";
import { type Provenance, type Shape, toProvenance, toShape } from "./shape.js";

/** An operation with resolved references. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** Including the server's path. */
  readonly fullPath: string;
  readonly operationId: string | undefined;
  /** Its name, path, summary and tags, for matching. */
  readonly text: string;
  readonly pathProvenance: Provenance;
  readonly provenance: Provenance;
  readonly parameters: readonly Parameter[];
  /** Undefined without a JSON body. */
  readonly request: Shape | undefined;
  /** The media types of a body that is not JSON. */
  readonly otherBody: readonly string[];
  /** The JSON body of the first 2xx. Undefined if none is described. */
  readonly response: Shape | undefined;
  /** Whether it only responds with a redirect. */
  readonly isRedirect: boolean;
}

/** A parameter in the path, query, headers or cookies. */
export interface Parameter {
  readonly name: string;
  /** `path`, `query`, `header` or `cookie`. */
  readonly in: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  readonly provenance: Provenance;
}

const methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/** Lists the operations of a contract. */
export function listOperations(document: Json): Operation[] {
  return listItems(document, document["paths"]);
}

/** Lists the webhooks of a contract: `webhooks` of OpenAPI 3.1, `x-webhooks`, and the callbacks of operations. */
export function listWebhooks(document: Json): Operation[] {
  const callbacks = Object.values(toJson(document["paths"])).flatMap((value) => {
    const item = follow(document, value);
    return methods.flatMap((method) => Object.values(toJson(toJson(item[method])["callbacks"])));
  });
  return [
    ...listItems(document, document["webhooks"]),
    ...listItems(document, document["x-webhooks"]),
    ...callbacks.flatMap((callback) => listItems(document, follow(document, callback))),
  ];
}

function listItems(document: Json, items: unknown): Operation[] {
  return Object.entries(toJson(items)).flatMap(([path, value]) => {
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
  const request = toBody(document, operation["requestBody"], provenance);
  const response = toResponseShape(document, responses, /^2/, provenance);
  return {
    method: method.toUpperCase(),
    path,
    fullPath: path,
    operationId: typeof operationId === "string" ? operationId : undefined,
    text: [operationId, path, summary, tags].flat().join(" "),
    pathProvenance: toProvenance(item["x-provenance"], provenance),
    provenance,
    // Parameters of the operation override those of the path.
    parameters: [
      ...new Map(
        parameters
          .map((one) => toParameter(document, one, provenance))
          .map((one) => [`${one.in} ${one.name}`, one] as const),
      ).values(),
    ],
    request,
    otherBody: request === undefined ? mediaTypes(document, operation["requestBody"]) : [],
    response,
    isRedirect:
      response === undefined && Object.keys(responses).some((status) => status.startsWith("3")),
  };
}

function toParameter(document: Json, value: unknown, around: Provenance): Parameter {
  const parameter = follow(document, value);
  const provenance = toProvenance(parameter["x-provenance"], around);
  const content = toJson(Object.values(toJson(parameter["content"]))[0]);
  const shape = toShape(document, parameter["schema"] ?? content["schema"], provenance);
  const { description, example } = parameter;
  return {
    name: String(parameter["name"]),
    in: String(parameter["in"]),
    isRequired: parameter["required"] === true,
    shape: {
      ...shape,
      description: [description, shape.description].filter(Boolean).join(" "),
      values: shape.isEnum || example === undefined ? shape.values : [toExample(example)],
    },
    provenance,
  };
}

function toExample(example: unknown): string {
  return typeof example === "string" ? example : JSON.stringify(example);
}

function toResponseShape(
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

function mediaTypes(document: Json, value: unknown): string[] {
  return Object.keys(toJson(follow(document, value)["content"]));
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
