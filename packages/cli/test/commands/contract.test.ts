import { writeFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ContractDiff } from "../../src/contract/diff-contracts.js";
import { runBinary, runNumipay } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

const own = readFileSync(
  createRequire(import.meta.url).resolve("@numipay/core/contract/openapi.yaml"),
  "utf8",
);

/** Our contract with changes, as the gateway's could be. */
function officialWith(...changes: [from: string | RegExp, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`The contract has no ${String(from)}`);
    return changed;
  }, own);
}

async function diff(official: string, ...options: string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "official.yaml"), official);
  const args = ["contract", "diff", "official.yaml", ...options];
  const { exitCode, stdout, stderr } = await runNumipay([...args, "--json"], { cwd });
  const found = (stdout.startsWith("{") ? JSON.parse(stdout) : {}) as ContractDiff;
  return { exitCode, stderr, found };
}

describe("numipay contract diff", () => {
  it("finds no differences in our own contract", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "official.json"), JSON.stringify(parse(own)));
    const args = ["contract", "diff", "official.json"];
    const { exitCode, stdout } = await runBinary(args, { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toBe("No differences: the file agrees with the library.\n");
    expect(await diff(own)).toMatchObject({ exitCode: 0, found: { differences: [] } });
  });

  it("names another path and the option to set", async () => {
    const official = officialWith(["/payments/hosted:", "/v2/checkout:"]);
    const { exitCode, found } = await diff(official);
    expect(exitCode).toBe(1);
    expect(found.differences).toEqual([
      {
        kind: "path",
        operation: "hostedCheckout",
        place: "",
        ours: "/payments/hosted",
        theirs: "/v2/checkout",
        provenance: "assumed",
        isBreaking: true,
        override: { operations: { hostedCheckout: { path: "/v2/checkout" } } },
        isGuess: false,
        remedy: 'Set contract.operations.hostedCheckout.path to "/v2/checkout".',
      },
    ]);
  });

  it("ignores the names of path parameters", async () => {
    const same = officialWith(["/transactions/{id}:", "/transactions/{reference}:"]);
    expect((await diff(same)).found.differences).toEqual([]);
    const moved = officialWith(["/transactions/{id}:", "/v3/status/{reference}:"]);
    expect((await diff(moved)).found.differences).toMatchObject([
      {
        kind: "path",
        override: { operations: { transactionStatus: { path: "/v3/status/{id}" } } },
      },
    ]);
  });

  const changed: [name: string, changes: [string | RegExp, string][], found: object[]][] = [
    [
      "a method",
      [[/(\/payouts\/approve:\n.*\n {4})post:/, "$1put:"]],
      [{ kind: "method", operation: "approvePayout", ours: "POST", theirs: "PUT" }],
    ],
    [
      "a missing response field",
      [[/required: \[url\]\n {6}properties:\n {8}url:/, "properties:\n        redirect:"]],
      ["hostedCheckout", "direct", "requestPayout"].flatMap((operation) => [
        {
          kind: "field-missing",
          operation,
          place: "response.url",
          isBreaking: true,
          override: null,
        },
        { kind: "field-unknown", operation, place: "response.redirect", isBreaking: false },
      ]),
    ],
    [
      "a required request field",
      [
        [
          "[tracking_id, user_id, currency, amount]",
          "[tracking_id, user_id, currency, amount, email]",
        ],
      ],
      [
        {
          kind: "required",
          operation: "hostedCheckout",
          place: "body.request.email",
          provenance: "assumed",
          ours: "optional",
          theirs: "required",
          isBreaking: true,
        },
      ],
    ],
    [
      "another type",
      [[/( {4}CvvDoesNotMatter)?( {8}cvv:\n {10}type: )string/, "$2integer"]],
      [{ kind: "type", operation: "serverToServer", ours: "string", theirs: "integer" }],
    ],
    [
      "another header for the API key",
      [["name: X-Api-Key", "name: Authorization"]],
      [{ kind: "security", ours: "X-Api-Key", theirs: "Authorization", provenance: "documented" }],
    ],
    [
      "another header for the signature",
      [["name: x-signature", "name: x-numipay-signature"]],
      [
        {
          kind: "renamed",
          operation: "transactionChanged",
          place: "header.x-signature",
          override: { headers: { signature: "x-numipay-signature" } },
        },
      ],
    ],
    [
      "another query parameter",
      [["name: from", "name: date_from"]],
      [{ kind: "renamed", operation: "listTransactions", place: "query.from", isGuess: true }],
    ],
    [
      "an unknown operation",
      [["paths:\n", "paths:\n  /refunds:\n    post:\n      operationId: refund\n"]],
      [{ kind: "operation-unknown", operation: "refund", isBreaking: false, provenance: null }],
    ],
  ];

  it.each(changed)("finds %s", async (_name, changes, expected) => {
    const { exitCode, found } = await diff(officialWith(...changes));
    expect(exitCode).toBe(1);
    expect(found.differences).toHaveLength(expected.length);
    expect(found.differences).toMatchObject(expected);
  });

  it("finds undocumented statuses", async () => {
    const official = officialWith([
      "examples: [pending, successful, rejected, expired]",
      "enum: [pending, successful, rejected, expired, refunded]",
    ]);
    const { found } = await diff(official);
    expect(new Set(found.differences.map(({ kind, place }) => `${kind} ${place}`))).toEqual(
      new Set([
        "values response.transaction_status",
        "values response[].status",
        "values payload.status",
      ]),
    );
    expect((await diff(official, "--breaking")).exitCode).toBe(0);
  });

  it("reports a missing envelope as one difference", async () => {
    const flat = officialWith([
      /required: \[request\]\n {14}properties:\n {16}request:\n {18}(\$ref: "#\/components\/schemas\/HostedCheckoutRequest")\n.*\n/,
      "allOf:\n                - $1\n",
    ]);
    const { found } = await diff(flat);
    expect(found.differences).toMatchObject([
      { kind: "envelope", place: "body", theirs: "{…}", provenance: "documented" },
    ]);
  });

  it("matches a renamed call by words or by --map", async () => {
    const official = officialWith(
      ["/payouts/reject:", "/withdrawals/decline:"],
      ["operationId: rejectPayout", "operationId: declineWithdrawal"],
    );
    const { found } = await diff(official);
    expect(found.matches).toContainEqual({
      operation: "rejectPayout",
      with: "POST /withdrawals/decline",
      by: "words",
    });
    const mapped = await diff(official, "--map", "rejectPayout=POST /withdrawals/decline");
    expect(mapped.found.matches).toContainEqual(expect.objectContaining({ by: "--map" }));
    const wrong = await diff(official, "--map", "rejectPayout=POST /nowhere");
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("POST /nowhere") });
  });

  it.each([
    ["invalid YAML", "{ not: [yaml", "not valid YAML or JSON (line 1)"],
    ["another file", "just: text", "is not OpenAPI 3"],
    ["Swagger 2", "swagger: '2.0'", "Convert it to OpenAPI 3 first"],
    [
      "an external reference",
      own.replaceAll("#/components/schemas/UserId", "other.yaml#/UserId"),
      "is external",
    ],
    [
      "a missing reference",
      own.replaceAll("#/components/schemas/UserId", "#/nowhere"),
      "is missing or circular",
    ],
    [
      "an invalid reference",
      own.replaceAll("#/components/schemas/UserId", "#/%"),
      "is missing or circular",
    ],
  ])("rejects %s", async (_name, official, message) => {
    expect(await diff(official)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(message),
    });
  });
});
