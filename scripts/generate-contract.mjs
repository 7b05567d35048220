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

function bodyOf(operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  if (schema === undefined) return { envelope: false, required: [] };
  const envelope = schema.properties?.request !== undefined;
  const body = resolve(envelope ? schema.properties.request : schema);
  return { envelope, required: body.required };
}

function operationRows() {
  const rows = [];
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const method of ["get", "post"]) {
      const operation = item[method];
      if (operation === undefined) continue;
      const row = { method: method.toUpperCase(), path, ...bodyOf(operation) };
      rows.push(`  ${operation.operationId}: ${JSON.stringify(row)},`);
    }
  }
  return rows;
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

/** Method, path and required fields of each operation, by its operationId. */
export const operations = {
${operationRows().join("\n")}
} as const;
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
