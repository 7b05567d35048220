// Writes the wire types and the table of operations from contract/openapi.yaml.
// `--check` writes nothing and fails when the file on disk is not what the contract says.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";
import { format } from "oxfmt";
import { parse } from "yaml";

const source = new URL("../packages/core/contract/openapi.yaml", import.meta.url);
const target = new URL("../packages/core/src/protocol/contract.generated.ts", import.meta.url);

const contract = parse(await readFile(source, "utf8"));
const schemas = contract.components.schemas;

/** A schema is an interface of its own when it has fields; the named scalars are written where they are used. */
const isObject = (schema) => schema.type === "object";

function resolve(schema) {
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? schema : schemas[name];
}

/** `"pending" | … | (string & {})`: the known words are offered, an unknown one is no error. */
function openUnion(words) {
  return [...words.map((word) => JSON.stringify(word)), "(string & {})"].join(" | ");
}

function field(schema) {
  const { description, examples, type } = resolve(schema);
  const provenance = schema["x-provenance"];
  const isOpen = examples !== undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(isOpen ? { tsType: openUnion(examples) } : {}),
    description: `${description} (${provenance})`,
  };
}

async function interfaceOf(name) {
  const schema = schemas[name];
  const properties = Object.entries(schema.properties ?? {}).map(([key, value]) => [
    key,
    field(value),
  ]);
  return compile(
    {
      title: name,
      description: schema.description,
      type: "object",
      additionalProperties: false,
      required: schema.required ?? [],
      properties: Object.fromEntries(properties),
    },
    name,
    { bannerComment: "", format: false, unknownAny: true },
  );
}

/** The schema of an operation's fields, and whether they lie in a `{"request": …}` envelope. */
function bodyOf(operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  if (schema === undefined) return { envelope: false, required: [], properties: {} };
  const envelope = schema.properties?.request !== undefined;
  const { required, properties } = resolve(envelope ? schema.properties.request : schema);
  return { envelope, required, properties };
}

function operationList() {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    ["get", "post"]
      .filter((method) => item[method] !== undefined)
      .map((method) => ({ method: method.toUpperCase(), path, operation: item[method] })),
  );
}

function operationRows() {
  return operationList().map(({ method, path, operation }) => {
    const { envelope, required, properties } = bodyOf(operation);
    const optional = Object.keys(properties).filter((name) => !required.includes(name));
    const row = { method, path, envelope, required, optional };
    return `  ${operation.operationId}: ${JSON.stringify(row)},`;
  });
}

/** What a checker reads of a field's schema. A keyword that is not here would be a rule that nobody holds. */
const heldKeywords = ["type", "minLength", "maxLength", "pattern"];
const silentKeywords = ["description", "examples", "x-provenance", "x-must"];

function ruleOf(name, schema) {
  const resolved = resolve(schema);
  for (const keyword of Object.keys(resolved)) {
    if (!heldKeywords.includes(keyword) && !silentKeywords.includes(keyword)) {
      throw new Error(`openapi.yaml: no checker holds "${keyword}", which the field ${name} has`);
    }
  }
  const { type, minLength, maxLength, pattern, "x-must": must } = resolved;
  if (type !== "string" || must === undefined) {
    throw new Error(`openapi.yaml: the field ${name} of a request is no string, or has no x-must`);
  }
  return JSON.stringify({ minLength, maxLength, pattern, must });
}

/** One row a field name: a name means the same in every operation, or this throws. */
function fieldRuleRows() {
  const rows = new Map();
  for (const { operation } of operationList()) {
    for (const [name, schema] of Object.entries(bodyOf(operation).properties)) {
      const rule = ruleOf(name, schema);
      if ((rows.get(name) ?? rule) !== rule) {
        throw new Error(`openapi.yaml: ${operation.operationId} gives ${name} another form`);
      }
      rows.set(name, rule);
    }
  }
  return [...rows].map(([name, rule]) => `  ${name}: ${rule},`);
}

const names = Object.keys(schemas).filter((name) => isObject(schemas[name]));
const interfaces = await Promise.all(names.map(interfaceOf));

const text = `// Generated from contract/openapi.yaml by \`npm run generate\`. Do not edit.

${interfaces.join("\n")}
/** A status of a transaction: the four documented ones, and any that the gateway adds. */
export type TransactionStatus = ${openUnion(schemas.TransactionStatus.examples)};

/** A type of transaction: the two documented ones, and any that the gateway adds. */
export type TransactionType = ${openUnion(schemas.TransactionType.examples)};

/** The statuses that the gateway documents. */
export const knownStatuses = ${JSON.stringify(schemas.TransactionStatus.examples)} as const;

/** The transaction types that the gateway documents. */
export const knownTypes = ${JSON.stringify(schemas.TransactionType.examples)} as const;

/** Method, path and fields of each operation, by its operationId. */
export const operations = {
${operationRows().join("\n")}
} as const;

/** A form of a request's field: its length in characters, its pattern (flag u), and both as the end of "<field> must …". */
export interface FieldRule {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly must: string;
}

/** The form of each field of a request, by its name. */
export const fieldRules: Readonly<Record<string, FieldRule>> = {
${fieldRuleRows().join("\n")}
};
`;

const { code } = await format("contract.generated.ts", text, {});

if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8")) !== code) {
    console.error("contract.generated.ts is not what openapi.yaml says. Run: npm run generate");
    process.exit(1);
  }
} else {
  await writeFile(target, code);
}
