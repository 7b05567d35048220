// Writes the wire types and the table of operations from contract/openapi.yaml, and the core's version from its package.json.
// `--check` writes nothing and fails when a file on disk is not what its source says.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";
import { format } from "oxfmt";
import { parse } from "yaml";

const source = new URL("../packages/core/contract/openapi.yaml", import.meta.url);

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

/** The schemas of an operation's fields, and the field of the body that holds them all, `null` where there is none. */
function fieldsOf(operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  if (schema === undefined) return { envelope: null, ...parametersOf(operation) };
  const envelope = schema.properties?.request === undefined ? null : "request";
  const { required, properties } = resolve(envelope === null ? schema : schema.properties.request);
  return { envelope, required, properties };
}

/** Of the path and the query. */
function parametersOf({ parameters = [] }) {
  const required = parameters.filter((one) => one.required === true).map(({ name }) => name);
  const properties = parameters.map(({ name, schema, "x-must": must }) => [
    name,
    { ...schema, "x-must": must },
  ]);
  return { required, properties: Object.fromEntries(properties) };
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
    const { envelope, required, properties } = fieldsOf(operation);
    const optional = Object.keys(properties).filter((name) => !required.includes(name));
    const row = { method, path, envelope, required, optional };
    return `  ${operation.operationId}: ${JSON.stringify(row)},`;
  });
}

/** What a checker reads of a field's schema. A keyword that is not here would be a rule that nothing checks. */
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
    for (const [name, schema] of Object.entries(fieldsOf(operation).properties)) {
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
/** For callers with `exactOptionalPropertyTypes`, whose optional values are often undefined. */
const withUndefined = (text) =>
  text
    .split("\n")
    .map((line) => (/^ *\w+\?: \w+;?$/.test(line) ? line.replace(/;?$/, " | undefined;") : line))
    .join("\n");

const interfaces = (await Promise.all(names.map(interfaceOf))).map(withUndefined);

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
  /** In characters. */
  readonly minLength?: number;
  /** In characters. */
  readonly maxLength?: number;
  /** With the flag u. */
  readonly pattern?: string;
  /** The rule in words, as in "<field> must …". */
  readonly must: string;
}

/** The form of each field of a request, by its name. */
export const fieldRules: Readonly<Record<string, FieldRule>> = {
${fieldRuleRows().join("\n")}
};
`;

const { version } = JSON.parse(
  await readFile(new URL("../packages/core/package.json", import.meta.url), "utf8"),
);
const versionText = `// Generated from package.json by \`npm run generate\`. Do not edit.

/** The version of @numipay/core. */
export const coreVersion = ${JSON.stringify(version)};
`;
// All packages share one version.
const scopeVersionText = `// Generated from package.json by \`npm run generate\`. Do not edit.

/** The version of @numipay/opentelemetry. */
export const packageVersion = ${JSON.stringify(version)};
`;

for (const [file, origin, content] of [
  ["core/src/protocol/contract.generated.ts", "openapi.yaml", text],
  ["core/src/protocol/version.generated.ts", "package.json", versionText],
  ["opentelemetry/src/version.generated.ts", "package.json", scopeVersionText],
]) {
  const target = new URL(`../packages/${file}`, import.meta.url);
  const { code } = await format(file, content, {});
  if (!process.argv.includes("--check")) await writeFile(target, code);
  else if ((await readFile(target, "utf8").catch(() => "")) !== code) {
    console.error(`${file} is not what ${origin} says. Run: npm run generate`);
    process.exitCode = 1;
  }
}
