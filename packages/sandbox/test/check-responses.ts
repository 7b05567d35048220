import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";

type Json = Record<string, unknown>;

const contract = parse(
  readFileSync(new URL("../../core/contract/openapi.yaml", import.meta.url), "utf8"),
) as { paths: Record<string, Json>; components: { schemas: Json; responses: Json } };

// Validators ignore keywords such as x-provenance.
const ajv = new Ajv2020({ strict: false, allErrors: true })
  .addSchema(contract, "requests")
  .addSchema(close(contract) as Json, "responses");
const compiled = new Map<string, ValidateFunction>();

/** Rejects additional response fields. The contract allows them for the real gateway, but the sandbox must not add any. */
function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== "object" || node === null) return node;
  const closed = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, close(value)]),
  );
  return closed["type"] === "object" ? { ...closed, additionalProperties: false } : closed;
}

function validate(schema: string, value: unknown): string[] {
  const check = compiled.get(schema) ?? ajv.compile({ $ref: schema });
  compiled.set(schema, check);
  if (check(value)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || "/"} ${message ?? ""} ${JSON.stringify(params)}`,
  );
}

const escape = (text: string) => text.replaceAll("~", "~0").replaceAll("/", "~1");

function find(method: string, pathname: string) {
  for (const [path, item] of Object.entries(contract.paths)) {
    const form = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
    const operation = item[method.toLowerCase()] as { responses: Json } | undefined;
    if (form.test(pathname) && operation !== undefined) {
      return { pointer: `#/paths/${escape(path)}/${method.toLowerCase()}`, operation };
    }
  }
  return undefined;
}

/** The problems of a request's body under the contract. */
export function requestProblems(path: string, body: unknown): string[] {
  const { pointer } = find("POST", path) ?? {};
  if (pointer === undefined) throw new Error(`The contract has no POST ${path}`);
  const schema = escape("application/json");
  return validate(`requests${pointer}/requestBody/content/${schema}/schema`, body);
}

/** The problems of a webhook's body under the contract. */
export function webhookProblems(body: string): string[] {
  return validate("responses#/components/schemas/Transaction", JSON.parse(body));
}

/** The problems of a response under the contract. Returns [] for pages, which have no contract. */
export async function responseProblems(
  request: { method: string; url: string },
  response: Response,
): Promise<string[]> {
  const found = find(request.method, new URL(request.url, "http://localhost").pathname);
  if (found === undefined) return [];
  const { responses } = found.operation;
  const status = [String(response.status), `${Math.floor(response.status / 100)}XX`].find(
    (one) => one in responses,
  );
  if (status === undefined) return [`the status ${response.status} is not in the contract`];
  const type = response.headers.get("content-type") ?? "none";
  if (!type.startsWith("application/json")) return [`the content type is ${type}`];
  const { $ref } = responses[status] as { $ref?: string };
  const pointer = $ref ?? `${found.pointer}/responses/${status}`;
  const schema = `responses${pointer}/content/${escape("application/json")}/schema`;
  return validate(schema, await response.clone().json());
}

/** A fetch that passes the problems of its responses to `report`. */
export function checkResponses(
  send: typeof fetch,
  report: (problem: string) => void,
): typeof fetch {
  return async (input, init) => {
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const url = input instanceof Request ? input.url : String(input);
    const response = await send(input, init);
    for (const problem of await responseProblems({ method, url }, response)) {
      report(`${method} ${url} responded with ${response.status}: ${problem}`);
    }
    return response;
  };
}
