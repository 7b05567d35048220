import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ContractOverride } from "@numipay/core";
import type { SandboxOptions } from "@numipay/sandbox";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ProbeReport } from "../../src/contract/probe-report.js";
import { probeFacts } from "../../src/probe/probe-facts.js";
import { openGateway } from "../gateway-fixture.js";
import { runNumipay } from "../run-numipay.js";
import { closedUrl } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";
import { type Bend, bendGateway } from "./bending-gateway.js";

const card = {
  card_number: "4242424242424242",
  card_holder: "Ada Tester",
  expiry_month: "12",
  expiry_year: "2040",
  cvv: "7313",
};

/** The clock of a sandbox is where the list's "today" comes from. */
const today = (): Partial<SandboxOptions> => ({ startAt: new Date() });

interface Played {
  readonly sandbox?: SandboxOptions;
  readonly bend?: Bend | ((apiKey: string) => Bend);
  readonly args?: readonly string[];
}

async function probe({ sandbox: options = {}, bend = {}, args = [] }: Played = {}) {
  const { sandbox, env } = await openGateway({ ...today(), ...options });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "card.json"), JSON.stringify(card));
  const gateway = await bendGateway(
    env["NUMIPAY_BASE_URL"] ?? "",
    typeof bend === "function" ? bend(sandbox.apiKey) : bend,
  );
  const all = ["--run", "--dev-key", "--provider-id", "northbank", "--card-file", "card.json"];
  const ended = await runNumipay(
    ["contract", "probe", ...all, "--status-wait", "0.01", "--out", "probe.json", ...args],
    { env: { ...env, NUMIPAY_BASE_URL: gateway.url }, cwd },
  );
  const text = readFileSync(join(cwd, "probe.json"), "utf8");
  const report = JSON.parse(text) as ProbeReport;
  const idsOf = (result: string) =>
    report.facts.filter((fact) => fact.result === result).map(({ id }) => id);
  return { ...ended, sandbox, gateway, cwd, text, report, idsOf };
}

const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });
const isPost = (path: string, passed: { method: string; path: string }) =>
  passed.method === "POST" && passed.path === path;
const isStatus = ({ method, path }: { method: string; path: string }) =>
  method === "GET" && path.startsWith("/transactions/");
const isList = ({ method, path }: { method: string; path: string }) =>
  method === "GET" && /^\/transactions(\?|$)/.test(path);

describe("numipay contract probe", () => {
  it("finds that every fact holds for the sandbox", async () => {
    const { exitCode, report, idsOf, stdout } = await probe();
    expect(report.facts.filter(({ result }) => result !== "holds")).toEqual([]);
    expect(idsOf("holds").length).toBeGreaterThan(30);
    expect([exitCode, report.override]).toEqual([0, {}]);
    expect(stdout).toContain("0 differ, 0 could not be determined.");
  });

  const bends: [name: string, played: Played, differs: string[], override?: ContractOverride][] = [
    [
      "a 422 for a used tracking_id",
      { sandbox: { usedTrackingId: "rejected" } },
      ["used-id-payment", "used-id-other-amount", "used-id-payout"],
    ],
    [
      "the first transaction for a used tracking_id",
      { sandbox: { usedTrackingId: "returns-first" } },
      ["used-id-payment", "used-id-other-amount", "used-id-payout"],
    ],
    [
      "a second transaction for a used tracking_id",
      { sandbox: { usedTrackingId: "creates-second" } },
      ["used-id-payment", "used-id-other-amount", "used-id-payout"],
    ],
    [
      "a status that is not found for a while",
      { sandbox: { statusLag: { for: "1h" } } },
      ["card-status", "status-at-once"],
    ],
    [
      "a status that is found a moment later",
      {
        bend: {
          after: (passed) =>
            isStatus(passed) && passed.path.endsWith("-hosted") && passed.before === 0
              ? json(404, {})
              : undefined,
        },
      },
      ["status-at-once"],
    ],
    [
      "a status that stays pending for a while",
      { sandbox: { statusLag: { for: "1h", shows: "pending" } } },
      ["card-status"],
    ],
    [
      "another path",
      { sandbox: { contract: { operations: { hostedCheckout: { path: "/v2/checkout" } } } } },
      ["hosted-address"],
    ],
    [
      "another method",
      {
        bend: {
          instead: (passed) =>
            isPost("/payouts/request", passed)
              ? { ...json(405, {}), headers: { allow: "OPTIONS, PUT" } }
              : undefined,
        },
      },
      ["payout-address"],
      { operations: { requestPayout: { method: "PUT" } } },
    ],
    [
      "another envelope",
      { sandbox: { contract: { operations: { direct: { envelope: "payment" } } } } },
      ["direct-request"],
    ],
    [
      "another name of the URL",
      {
        sandbox: {
          contract: {
            operations: {
              hostedCheckout: {
                response: { at: "data", fields: { url: { name: "redirect_url" } } },
              },
            },
          },
        },
      },
      ["hosted-response"],
      {
        operations: {
          hostedCheckout: { response: { at: "data", fields: { url: { name: "redirect_url" } } } },
        },
      },
    ],
    [
      "a redirect to the customer's page",
      { sandbox: { contract: { operations: { direct: { response: { redirect: true } } } } } },
      ["direct-response"],
      { operations: { direct: { response: { redirect: true } } } },
    ],
    [
      "another name of the status",
      {
        sandbox: {
          contract: {
            operations: {
              transactionStatus: {
                response: { fields: { transaction_status: { name: "state" } } },
              },
            },
          },
        },
      },
      ["status-response"],
      {
        operations: {
          transactionStatus: { response: { fields: { transaction_status: { name: "state" } } } },
        },
      },
    ],
    [
      "a list inside an object",
      {
        sandbox: {
          contract: { operations: { listTransactions: { response: { at: "data.items" } } } },
        },
      },
      ["list-array"],
      { operations: { listTransactions: { response: { at: "data.items" } } } },
    ],
    [
      "other names in the list",
      {
        sandbox: {
          contract: {
            operations: {
              listTransactions: { response: { fields: { tracking_id: { name: "reference" } } } },
            },
          },
        },
      },
      ["list-fields"],
      {
        operations: {
          listTransactions: { response: { fields: { tracking_id: { name: "reference" } } } },
        },
      },
    ],
    [
      "dates as YYYY-MM-DD",
      { sandbox: { contract: { dateFormat: "YYYY-MM-DD" } } },
      ["list-dates"],
      { dateFormat: "YYYY-MM-DD" },
    ],
    [
      "a range of any length",
      {
        bend: {
          after: (passed, given) =>
            isList(passed) && given.status === 400 && passed.path.includes("from=")
              ? json(200, [])
              : undefined,
        },
      },
      ["list-9-days"],
    ],
    [
      "no range of 8 calendar days",
      {
        bend: {
          after: (passed, given) =>
            isList(passed) && given.status === 200 && hasDistance(passed.path, 7)
              ? json(400, {})
              : undefined,
        },
      },
      ["list-8-days"],
    ],
    [
      "no range without an end",
      {
        bend: {
          after: (passed) =>
            isList(passed) && passed.path.includes("from=") && !passed.path.includes("to=")
              ? json(400, {})
              : undefined,
        },
      },
      ["list-one-date"],
    ],
    [
      "a list without today's transactions",
      {
        bend: {
          after: (passed, { status }) =>
            isList(passed) && status === 200 ? json(200, []) : undefined,
        },
      },
      ["list-today"],
    ],
    [
      "a list without a key",
      {
        bend: {
          after: (passed, { status }) =>
            isList(passed) && status === 401 ? json(200, []) : undefined,
        },
      },
      ["key-required"],
    ],
    [
      "a status for an unknown id",
      {
        bend: {
          after: (passed) =>
            isStatus(passed) && passed.path.endsWith("-never")
              ? json(200, { transaction_status: "pending" })
              : undefined,
        },
      },
      ["unknown-status"],
    ],
    [
      "a 400 for the approval of an unknown id",
      {
        bend: {
          after: (passed) => (isPost("/payouts/approve", passed) ? json(400, {}) : undefined),
        },
      },
      ["unknown-approve"],
    ],
    [
      "an undocumented status",
      {
        bend: {
          after: (passed) =>
            isStatus(passed) && passed.path.endsWith("-hosted")
              ? json(200, { transaction_status: "created" })
              : undefined,
        },
      },
      ["status-known"],
      { statuses: { created: {} } },
    ],
    [
      "any amount",
      {
        bend: {
          instead: (passed) =>
            passed.body.includes('"none"') ? json(200, { url: "http://shop.test/" }) : undefined,
        },
      },
      ["invalid-amount"],
    ],
    [
      "a transaction for a rejected request",
      {
        bend: {
          after: (passed) =>
            isStatus(passed) && passed.path.endsWith("-invalid")
              ? json(200, { transaction_status: "rejected" })
              : undefined,
        },
      },
      ["rejected-opens-nothing"],
    ],
    [
      "payments without a key",
      {
        bend: (apiKey) => ({
          addKey: (passed) => (passed.body.includes("-no-key") ? apiKey : undefined),
        }),
      },
      ["key-required-to-pay"],
    ],
    [
      "the key in another header",
      { sandbox: { contract: { headers: { apiKey: "X-Merchant-Key" } } } },
      ["key-accepted"],
    ],
  ];

  it.each(bends)("finds %s", async (_, played, differs, override = {}) => {
    const { exitCode, report, idsOf } = await probe(played);
    expect(idsOf("differs").toSorted()).toEqual(differs.toSorted());
    expect(report.override).toEqual(override);
    expect(exitCode).toBe(1);
  });

  it.each([
    ["rejected", "instead of 409", false],
    ["returns-first", "it returns the first one", false],
    ["creates-second", "a repeated request pays twice", true],
  ] as const)("distinguishes %s from the others", async (usedTrackingId, how, isSecond) => {
    const { report, sandbox } = await probe({ sandbox: { usedTrackingId } });
    const used = report.facts.filter(({ fact }) => fact === "W12");
    expect(used).toHaveLength(3);
    for (const one of used) expect(one.how).toContain(how);
    const ids = sandbox.transactions().map(({ tracking_id: id }) => id);
    expect(new Set(ids).size < ids.length).toBe(isSecond);
  });

  it.each([
    [503, 'payout: the gateway failed with 503 ("maintenance")'],
    [429, 'payout: the gateway was too busy, 429 ("maintenance")'],
  ])("does not determine what a %i does not show", async (status, how) => {
    const instead: Bend["instead"] = (passed) =>
      isPost("/payouts/request", passed) ? json(status, { message: "maintenance" }) : undefined;
    const { exitCode, report, idsOf } = await probe({ bend: { instead } });
    expect(idsOf("undetermined")).toEqual([
      "payout-address",
      "payout-request",
      "payout-response",
      "used-id-payout",
    ]);
    expect(report.facts.find(({ id }) => id === "used-id-payout")?.how).toBe(how);
    expect([idsOf("differs"), exitCode]).toEqual([[], 3]);
  });

  it("finds a second transaction behind a 409", async () => {
    const after: Bend["after"] = ({ body }) =>
      body.includes('"0.50"') ? json(409, { message: "used" }) : undefined;
    const { report } = await probe({
      sandbox: { usedTrackingId: "creates-second" },
      bend: { after },
    });
    expect(report.facts.find(({ id }) => id === "used-id-other-amount")).toMatchObject({
      result: "differs",
      how: '409 ("used"), and the list has a second transaction: a repeated request pays twice',
    });
  });

  it("does not call a repeat harmless without the list", async () => {
    const after: Bend["after"] = (passed, { status }) =>
      isList(passed) && status === 200 ? json(200, []) : undefined;
    const { report } = await probe({
      sandbox: { usedTrackingId: "creates-second" },
      bend: { after },
    });
    const used = report.facts.filter(({ fact }) => fact === "W12");
    expect(used.map(({ result }) => result)).toEqual(Array(3).fill("undetermined"));
  });

  it("sends what the dry run prints, with amounts of at most 1.00", async () => {
    const { gateway, cwd } = await probe();
    const options = ["--provider-id", "northbank", "--card-file", "card.json"];
    const dry = await runNumipay(["contract", "probe", ...options, "--json"], { cwd });
    const planned = (JSON.parse(dry.stdout) as { calls: { method: string; path: string }[] }).calls;
    const toRun = (path: string) => path.replace(/probe-[0-9a-f]{8}-/, "probe-RUN-");
    expect(gateway.passed.map(({ method, path }) => `${method} ${toRun(path)}`)).toEqual(
      planned.map(({ method, path }) => `${method} ${path}`),
    );
    const amounts = gateway.passed.flatMap(
      ({ body }) => /"amount":"([^"]*)"/.exec(body)?.[1] ?? [],
    );
    expect(new Set(amounts)).toEqual(new Set(["1.00", "0.50", "none"]));
  });

  it("plays neither a provider nor a card unless asked", async () => {
    const { env } = await openGateway(today());
    const { exitCode, stdout } = await runNumipay(
      ["contract", "probe", "--run", "--dev-key", "--json"],
      { env },
    );
    const { facts, notPlayed } = JSON.parse(stdout) as ProbeReport;
    expect(exitCode).toBe(0);
    expect(facts.map(({ id }) => id).filter((id) => /^(direct|card)/.test(id))).toEqual([]);
    expect(notPlayed.join()).toMatch(/--provider-id.*--card-file/);
  });

  it("prints no key and no card", async () => {
    const key = "merchant-key-0123456789abcdef";
    const { sandbox, env } = await openGateway(today());
    const gateway = await bendGateway(env["NUMIPAY_BASE_URL"] ?? "", {
      addKey: () => sandbox.apiKey,
      after: ({ body }, { status }) =>
        status === 404 || body.includes('"none"')
          ? json(400, { message: `Bad request with ${key} and ${card.card_number}` })
          : undefined,
    });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "card.json"), JSON.stringify(card));
    const args = ["--run", "--dev-key", "--card-file", "card.json", "--out", "probe.json"];
    const ended = await runNumipay(["contract", "probe", ...args], {
      env: { NUMIPAY_BASE_URL: gateway.url, NUMIPAY_API_KEY: key },
      cwd,
    });
    const text = readFileSync(join(cwd, "probe.json"), "utf8");
    expect(text).toContain("[redacted]");
    for (const output of [ended.stdout, ended.stderr, text]) {
      for (const secret of [key, card.card_number]) expect(output).not.toContain(secret);
      // A longer number, such as a port, may contain the digits.
      expect(output).not.toMatch(new RegExp(`(?<!\\d)${card.cvv}(?!\\d)`));
    }
  });
});

describe("what numipay contract probe refuses", () => {
  const run = async (args: string[], key?: (sandbox: { liveApiKey: string }) => string) => {
    const { sandbox, env } = await openGateway(today());
    const gateway = await bendGateway(env["NUMIPAY_BASE_URL"] ?? "", {});
    const apiKey = key?.(sandbox) ?? sandbox.apiKey;
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "old.json"), "{}");
    writeFileSync(join(cwd, "order.json"), JSON.stringify({ ...card, amount: "900.00" }));
    const ended = await runNumipay(["contract", "probe", ...args], {
      env: { NUMIPAY_BASE_URL: gateway.url, NUMIPAY_API_KEY: apiKey },
      cwd,
    });
    return { ...ended, passed: gateway.passed };
  };
  const confirmed = ["--run", "--dev-key"];

  it("sends nothing without --run", async () => {
    const { exitCode, stdout, passed } = await run([]);
    expect([exitCode, passed]).toEqual([0, []]);
    expect(stdout).toContain("Dry run: nothing was sent.");
  });

  it.each([
    [["--run"], undefined, "add --dev-key to confirm it"],
    [confirmed, ({ liveApiKey }: { liveApiKey: string }) => liveApiKey, "is a live key"],
    [confirmed, () => "PROD-0123456789", "is a live key"],
    [["--out", "new.json"], undefined, "--out requires --run"],
    [[...confirmed, "--out", "old.json"], undefined, "old.json"],
    [[...confirmed, "--currency", "JPY"], undefined, "--currency must be"],
    [[...confirmed, "--card-file", "order.json"], undefined, "must not contain amount"],
  ] as const)("sends nothing with %j", async (args, key, message) => {
    const { exitCode, stderr, passed } = await run([...args], key);
    expect([exitCode, passed]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });

  it("stops if the gateway cannot be reached", async () => {
    const ended = await runNumipay(["contract", "probe", ...confirmed], {
      env: { NUMIPAY_BASE_URL: await closedUrl(), NUMIPAY_API_KEY: "dev-key-0123456789" },
    });
    expect(ended).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("ECONNREFUSED") });
  });
});

describe("the report in numipay contract diff", () => {
  it("shows the differences and writes the override", async () => {
    const contract: ContractOverride = {
      dateFormat: "YYYY-MM-DD",
      operations: { transactionStatus: { response: { at: "data" } } },
    };
    const { sandbox, env } = await openGateway({ ...today(), contract });
    const cwd = temporaryFolder();
    const run = ["contract", "probe", "--run", "--dev-key", "--out"];
    await runNumipay([...run, "first.json"], { env, cwd });
    const shown = await runNumipay(["contract", "diff", "first.json"], { cwd });
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toContain('Set contract.dateFormat to "YYYY-MM-DD".');
    const written = await runNumipay(
      ["contract", "diff", "first.json", "--write", "override.json"],
      { cwd },
    );
    expect(written.exitCode).toBe(0);
    const second = await runNumipay([...run, "second.json", "--contract", "override.json"], {
      env,
      cwd,
    });
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("0 differ") });
    expect(sandbox.transactions().length).toBe(4);
    const agrees = await runNumipay(["contract", "diff", "second.json"], { cwd });
    expect(agrees).toMatchObject({ exitCode: 0 });
  });

  it("lists what could not be determined", async () => {
    const instead: Bend["instead"] = (passed) =>
      isPost("/payouts/request", passed) ? json(503, {}) : undefined;
    const { cwd } = await probe({ bend: { instead } });
    const { exitCode, stdout } = await runNumipay(["contract", "diff", "probe.json"], { cwd });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("4 facts of the probe could not be determined: payout-address, ");
  });

  it("lists what no override can express", async () => {
    const { cwd } = await probe({ sandbox: { usedTrackingId: "creates-second" } });
    const args = ["contract", "diff", "probe.json", "--write", "override.json"];
    const { exitCode, stdout } = await runNumipay(args, { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("The override cannot express:");
    expect(stdout).toContain("used-id-payout");
  });
});

describe("probeFacts", () => {
  it("are facts of the documentation, known to the same degree", () => {
    const file = createRequire(import.meta.url).resolve("@numipay/core/contract/openapi.yaml");
    const text = readFileSync(join(dirname(file), "facts.yaml"), "utf8");
    const { groups } = parse(text) as { groups: { facts: { id: string; known: string }[] }[] };
    const known = new Map(groups.flatMap(({ facts }) => facts).map((one) => [one.id, one.known]));
    const ids = probeFacts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(probeFacts.map((one) => `${one.fact} ${one.known}`)).toEqual(
      probeFacts.map((one) => `${one.fact} ${known.get(one.fact)}`),
    );
  });
});

function hasDistance(path: string, days: number): boolean {
  const { searchParams } = new URL(path, "http://gateway.test");
  const [from, to] = ["from", "to"].map((name) => {
    const [day, month, year] = (searchParams.get(name) ?? "").split("-").map(Number);
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1);
  });
  return ((to ?? 0) - (from ?? 0)) / 86_400_000 === days;
}
