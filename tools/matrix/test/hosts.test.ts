import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hosts as express } from "../src/hosts/express.js";
import { hosts as fastify } from "../src/hosts/fastify.js";
import { hosts as lambda } from "../src/hosts/lambda.js";
import { hosts as koa } from "../src/hosts/koa.js";
import { hosts as nestjs } from "../src/hosts/nest.js";

describe.each([
  ["express", "parsers", express],
  ["express", "lambdaParsers", lambda],
  ["koa", "parsers", koa],
  ["fastify", "hosts", fastify],
  ["nestjs", "bodies", nestjs],
])("the hosts of %s in %s", (folder, constant, hosts) => {
  it("have the same names as in the package's tests", () => {
    const url = new URL(`../../../packages/${folder}/test/conformance.test.ts`, import.meta.url);
    const pattern = new RegExp(`^const ${constant}:[^]*?^};`, "m");
    const [table = ""] = pattern.exec(readFileSync(url, "utf8")) ?? [];
    const names = [...table.matchAll(/^ {2}"(.+?)": /gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(2);
    expect([...new Set(hosts.map(({ setup }) => setup))]).toEqual(names);
  });
});
