import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { operations } from "../../src/protocol/contract.generated.js";

type Node = Record<string, unknown>;

const contract = parse(
  readFileSync(new URL("../../contract/openapi.yaml", import.meta.url), "utf8"),
) as Node;

/** Finds paths, operations, parameters, responses, security schemes and schema fields without an `x-provenance` mark. */
function findUnmarked(root: Node): string[] {
  const unmarked: string[] = [];
  const require = (node: unknown, where: string): void => {
    const mark = (node as Node)["x-provenance"];
    if (mark !== "documented" && mark !== "assumed") unmarked.push(where);
  };
  const visit = (node: unknown, where: string): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      const here = `${where}/${key}`;
      const isList = typeof value === "object" && value !== null;
      if (isList && ["properties", "responses", "securitySchemes"].includes(key)) {
        for (const [name, child] of Object.entries(value as Node)) {
          if (!("$ref" in (child as Node)) || key === "properties")
            require(child, `${here}/${name}`);
        }
      }
      if (isList && (key === "get" || key === "post")) require(value, here);
      if (Array.isArray(value) && key === "parameters") {
        for (const parameter of value as Node[])
          require(parameter, `${here}/${String(parameter["name"])}`);
      }
      visit(value, here);
    }
  };
  for (const group of ["paths", "webhooks"]) {
    for (const [path, item] of Object.entries(root[group] as Node))
      require(item, `${group}${path}`);
  }
  visit(root, "");
  return unmarked;
}

const withoutMark = (path: string[]): Node => {
  const copy = structuredClone(contract);
  const target = path.reduce<Node>((node, key) => node[key] as Node, copy);
  delete target["x-provenance"];
  return copy;
};

describe("contract/openapi.yaml", () => {
  it("marks the source of every part", () => {
    expect(findUnmarked(contract)).toEqual([]);
  });

  it.each([
    [["paths", "/transactions"]],
    [["paths", "/transactions", "get"]],
    [["paths", "/transactions", "get", "parameters", "0"]],
    [["paths", "/transactions", "get", "responses", "200"]],
    [["webhooks", "transactionChanged", "post"]],
    [["components", "responses", "Redirect"]],
    [["components", "securitySchemes", "apiKey"]],
    [["components", "schemas", "HostedCheckoutRequest", "properties", "amount"]],
  ])("is checked for a missing mark at %j", (path) => {
    expect(findUnmarked(withoutMark(path))).toHaveLength(1);
  });

  it("defines eight operations and the webhook", () => {
    const ids = Object.values(contract["paths"] as Record<string, Node>)
      .flatMap((item) => [item["get"], item["post"]])
      .filter((operation) => operation !== undefined)
      .map((operation) => (operation as Node)["operationId"]);
    expect(ids).toEqual([
      "hostedCheckout",
      "direct",
      "serverToServer",
      "requestPayout",
      "rejectPayout",
      "approvePayout",
      "transactionStatus",
      "listTransactions",
    ]);
    expect(Object.keys(operations)).toEqual(ids);
    expect(Object.keys(contract["webhooks"] as Node)).toEqual(["transactionChanged"]);
  });

  it("contains no public host", () => {
    expect(JSON.stringify(contract)).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  });
});
