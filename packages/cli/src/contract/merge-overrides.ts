import type { ContractOverride } from "@numipay/core";
import { documentedOperations } from "./documented-operations.js";

type Part = Record<string, unknown>;

/** Merges overrides; later ones take precedence. Fields that are equal in every request, or in list and webhook, are shared. */
export function mergeOverrides(parts: readonly ContractOverride[]): ContractOverride {
  const merged = parts.reduce<Part>((whole, part) => merge(whole, { ...part }), {});
  const whole = prune(shareWebhook(shareFields(merged)));
  const names = [...order.filter((name) => Object.hasOwn(whole, name)), ...Object.keys(whole)];
  return Object.fromEntries(names.map((name) => [name, whole[name]])) as ContractOverride;
}

/** The order of the parts in the file. */
const order = ["$schema", "basePath", "headers", "operations", "fields", "webhook", "dateFormat"];

function merge(whole: Part, part: Part): Part {
  const result = { ...whole };
  for (const [name, value] of Object.entries(part)) {
    const before = result[name];
    result[name] = isPart(before) && isPart(value) ? merge(before, value) : value;
  }
  return result;
}

/** Moves fields with the same override in every request to `fields`. */
function shareFields(override: Part): Part {
  const operations = toPart(override["operations"]);
  const shared: Part = {};
  const names = new Set(
    documentedOperations.flatMap(({ id }) => Object.keys(fieldsOf(operations, id))),
  );
  for (const name of names) {
    const users = documentedOperations.filter(({ fields }) => fields.has(name));
    const [first, ...others] = users.map(({ id }) =>
      JSON.stringify(fieldsOf(operations, id)[name]),
    );
    const isShared = others.length > 0 && others.every((one) => one === first);
    if (first !== undefined && isShared) shared[name] = JSON.parse(first) as unknown;
  }
  const rest = Object.entries(operations).map(([id, operation]) => {
    const fields = Object.entries(fieldsOf(operations, id)).filter(
      ([name, field]) => JSON.stringify(field) !== JSON.stringify(shared[name]),
    );
    return [id, { ...toPart(operation), fields: Object.fromEntries(fields) }] as const;
  });
  return {
    ...override,
    operations: Object.fromEntries(rest),
    fields: merge(toPart(override["fields"]), shared),
  };
}

/** Removes list fields that are equal to the webhook's, because the list inherits them. */
function shareWebhook(override: Part): Part {
  const webhook = toPart(toPart(override["webhook"])["fields"]);
  const operations = toPart(override["operations"]);
  const list = toPart(operations["listTransactions"]);
  const response = toPart(list["response"]);
  const own = Object.entries(toPart(response["fields"])).filter(
    ([name, field]) => JSON.stringify(field) !== JSON.stringify(webhook[name]),
  );
  const fields = Object.fromEntries(own);
  return {
    ...override,
    operations: { ...operations, listTransactions: { ...list, response: { ...response, fields } } },
  };
}

/** Removes empty parts. An empty `at` is the body itself, the default. */
function prune(value: Part, isNames = false): Part {
  const parts = Object.entries(value).map(([name, part]): [string, unknown] => [
    name,
    isPart(part) ? prune(part, named.has(name)) : part,
  ]);
  return Object.fromEntries(
    parts.filter(
      ([name, part]) =>
        !(name === "at" && part === "") &&
        (isNames || !isPart(part) || Object.keys(part).length > 0),
    ),
  );
}

/** Maps whose keys are names. An empty value there still declares the name. */
const named = new Set(["fields", "statuses", "types"]);

function fieldsOf(operations: Part, id: string): Part {
  return toPart(toPart(operations[id])["fields"]);
}

function toPart(value: unknown): Part {
  return isPart(value) ? value : {};
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
