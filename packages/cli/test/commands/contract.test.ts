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

/** Our own contract with one thing changed: what the gateway's could be. */
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
  it("finds nothing in our own contract, YAML or JSON", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "official.json"), JSON.stringify(parse(own)));
    const args = ["contract", "diff", "official.json"];
    const { exitCode, stdout } = await runBinary(args, { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toBe("The file says nothing otherwise than the library assumes.\n");
    expect(await diff(own)).toMatchObject({ exitCode: 0, found: { differences: [] } });
  });

  it("names a path that was assumed wrongly, and the option that overrides it", async () => {
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

  it("does not mind what a path calls its parameter, but where it stands", async () => {
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

  const changed: [what: string, changes: [string | RegExp, string][], found: object[]][] = [
    [
      "a method",
      [[/(\/payouts\/approve:\n.*\n {4})post:/, "$1put:"]],
      [{ kind: "method", operation: "approvePayout", ours: "POST", theirs: "PUT" }],
    ],
    [
      "a field that the response does not have",
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
      "a field of the request that must be given",
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
      "another type, in the request and wherever else it stands",
      [[/( {4}CvvDoesNotMatter)?( {8}cvv:\n {10}type: )string/, "$2integer"]],
      [{ kind: "type", operation: "serverToServer", ours: "text", theirs: "integer" }],
    ],
    [
      "the header of the key",
      [["name: X-Api-Key", "name: Authorization"]],
      [{ kind: "security", ours: "X-Api-Key", theirs: "Authorization", provenance: "documented" }],
    ],
    [
      "the header of the signature",
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
      "a query's field",
      [["name: from", "name: date_from"]],
      [{ kind: "renamed", operation: "listTransactions", place: "query.from", isGuess: true }],
    ],
    [
      "an operation that we do not have",
      [["paths:\n", "paths:\n  /refunds:\n    post:\n      operationId: refund\n"]],
      [{ kind: "operation-unknown", operation: "refund", isBreaking: false, provenance: null }],
    ],
  ];

  it.each(changed)("names %s", async (_what, changes, expected) => {
    const { exitCode, found } = await diff(officialWith(...changes));
    expect(exitCode).toBe(1);
    expect(found.differences).toHaveLength(expected.length);
    expect(found.differences).toMatchObject(expected);
  });

  it("names statuses that the documentation does not", async () => {
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

  it("takes an envelope for one difference, and compares what is in it", async () => {
    const flat = officialWith([
      /required: \[request\]\n {14}properties:\n {16}request:\n {18}(\$ref: "#\/components\/schemas\/HostedCheckoutRequest")\n.*\n/,
      "allOf:\n                - $1\n",
    ]);
    const { found } = await diff(flat);
    expect(found.differences).toMatchObject([
      { kind: "envelope", place: "body", theirs: "{…}", provenance: "documented" },
    ]);
  });

  it("finds a call under another name by its words, and takes --map's word over its own", async () => {
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
    ["{ not: [yaml", "neither YAML nor JSON, line 1"],
    ["just: text", 'no "openapi: 3.…"'],
    ["swagger: '2.0'", "convert it to OpenAPI 3 first"],
    [own.replaceAll("#/components/schemas/UserId", "other.yaml#/UserId"), "leads out of the file"],
    [own.replaceAll("#/components/schemas/UserId", "#/nowhere"), "leads nowhere"],
    [own.replaceAll("#/components/schemas/UserId", "#/%"), "leads nowhere"],
  ])("says what is wrong with a file that it cannot read: %#", async (official, said) => {
    expect(await diff(official)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(said),
    });
  });
});
