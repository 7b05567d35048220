import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContractOverride } from "../../src/protocol/contract/override.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { readTokens, type Tokens } from "./read-tokens.js";
import { delivery, password, transaction } from "./fixture.js";

// Deliveries of a gateway that differs from its documentation. None may be lost, and no handler may receive an unsigned value: the
// values it receives are compared with the tokens of the signed text. Decision 0022: a signed delivery is never lost because of
// its shape.

const documented = Object.keys(transaction);
const identity = new Set(["transaction_id", "transaction_type", "status"]);

const number = fc.oneof(
  fc.stringMatching(/^[1-9][0-9]{0,24}$/),
  fc.constantFrom(
    "0",
    "-0",
    "200",
    "200.00",
    "0.1000000000000000055",
    "1e3",
    "2E-2",
    "-1",
    "1e999",
  ),
  fc.constantFrom("9007199254740993", "12345678901234567890", "0.10000000000000000"),
  fc.stringMatching(/^(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?$/),
  fc.stringMatching(/^-?[1-9][0-9]{0,5}(\.[0-9]{1,5})?[eE][-+]?[0-9]{1,2}$/),
);
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }).map((value) => JSON.stringify(value)),
  fc.constantFrom('""', '"7"', '"200.00"', '"\\u0032\\u0030"', '"\\"1,2"', '"refunded"', '"[1"'),
);
/** The JSON of an undocumented value. */
const odd = fc.oneof(
  number,
  number,
  text,
  fc.constantFrom("null", "true", "false", "[]", "{}", '[200.00,"1"]', '{"amount":7.10}'),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
);
const names = fc.constantFrom(...documented, "userId", "fee", "note", "__proto__", "toString", "");

/** One difference. It changes the members of the payload, each a name and its JSON. */
type Difference = (members: [name: string, json: string][]) => [name: string, json: string][];

const replace = ({ field, json }: { field: string; json: string }): Difference => {
  return (members) => members.map(([name, old]) => [name, name === field ? json : old]);
};

const numeric = fc
  .record({
    field: fc.constantFrom("transaction_id", "user_id", "tracking_id", "amount", "amount"),
    json: number,
  })
  .map(replace);
const replaced = fc.record({ field: fc.constantFrom(...documented), json: odd }).map(replace);
const missing = fc.constantFrom(...documented).map(
  (field): Difference =>
    (members) =>
      members.filter(([name]) => name !== field),
);
const renamed = fc.record({ field: fc.constantFrom(...documented), to: names }).map(
  ({ field, to }): Difference =>
    (members) =>
      members.map(([name, json]) => [name === field ? to : name, json]),
);
const added = fc
  .record({ name: names, json: odd })
  .map(({ name, json }): Difference => (members) => [...members, [name, json]]);
const difference = fc.oneof(
  { arbitrary: numeric, weight: 4 },
  { arbitrary: added, weight: 2 },
  replaced,
  missing,
  renamed,
);

/** The text around the payload. */
const wrapping = fc.oneof(
  { arbitrary: fc.constant((json: string) => json), weight: 6 },
  fc.constantFrom<(json: string) => string>(
    (json) => `{"data":${json}}`,
    (json) => ` { "data" :\n${json} , "event" : 1.50 }\t`,
    (json) => `[${json}]`,
    (json) => JSON.stringify(json),
    (json) => json.slice(0, -1),
    (json) => `payload=${encodeURIComponent(json)}`,
    () => "null",
  ),
);

const contract = fc.constantFrom<ContractOverride>(
  {},
  {},
  {},
  {},
  { webhook: { at: "data" } },
  { webhook: { fields: { user_id: { required: false }, tracking_id: { required: false } } } },
  { webhook: { fields: { user_id: { name: "userId" }, amount: { type: "number" } } } },
  { webhook: { fields: { fee: { type: "string" }, note: { required: true, type: "any" } } } },
  {
    statuses: { refunded: { final: true } },
    webhook: { at: "data", fields: { user_id: { name: "userId", required: false } } },
  },
);

/** A contract override, and a payload that differs from it or from the documentation. */
const delivered = fc
  .record({
    override: contract,
    follows: fc.boolean(),
    differences: fc.array(difference, { minLength: 1, maxLength: 2 }),
    wrap: wrapping,
    space: fc.constantFrom("", " ", "\n  "),
  })
  .map(({ override, follows, differences, wrap, space }) => {
    const { at, fields } = (follows ? override.webhook : undefined) ?? {};
    const whole = Object.entries(transaction).map(([name, value]): [string, string] => [
      fields?.[name]?.name ?? name,
      JSON.stringify(value),
    ]);
    const members = differences.reduce((all, differ) => differ(all), whole);
    const parts = members.map(([name, value]) => `${JSON.stringify(name)}:${space}${value}`);
    const json = `{${parts.join(`,${space}`)}}`;
    const signed = wrap(at === undefined ? json : `{"${at}":${space}${json}}`);
    return { override, signed };
  });

/** The members of the signed text at the contract's path, by their names on the wire. */
function findSigned(
  signed: string,
  { webhook = {} }: ContractOverride,
): ReadonlyMap<string, Tokens> {
  let tokens = readTokens(signed);
  for (const step of webhook.at?.split(".") ?? []) {
    if (!(tokens instanceof Map)) throw new Error("applied, but the path does not exist");
    tokens = (tokens as ReadonlyMap<string, Tokens>).get(step) ?? "";
  }
  if (!(tokens instanceof Map)) throw new Error("applied, but it is not an object");
  return tokens as ReadonlyMap<string, Tokens>;
}

/** Compares one field of an event with what was signed under its name. */
function expectSigned(
  field: string,
  value: unknown,
  token: Tokens | undefined,
  { webhook = {} }: ContractOverride,
): void {
  const own = webhook.fields?.[field];
  if (token === undefined || token === "null") {
    expect(value ?? null).toBe(null);
    if (documented.includes(field)) expect(own?.required).toBe(false);
    return;
  }
  if (!documented.includes(field) && own?.type !== "string") return;
  // A string is the signed string; a number is its digits, without a sign or an exponent.
  expect(typeof token).toBe("string");
  const written = token as string;
  if (written.startsWith('"')) expect(value).toBe(JSON.parse(written));
  else expect(value).toBe(written);
  if (identity.has(field)) expect(value).not.toBe("");
  if (field === "amount" && !written.startsWith('"')) expect(written).toMatch(/^\d+(\.\d+)?$/);
  if (field.endsWith("_id") && !written.startsWith('"')) expect(written).toMatch(/^\d+$/);
}

/** True if all documented fields are strings at the contract's path. */
function isAsDocumented(signed: string, override: ContractOverride): boolean {
  const { fields = {} } = override.webhook ?? {};
  try {
    JSON.parse(signed);
    const members = findSigned(signed, override);
    if (fields["note"] !== undefined || fields["fee"] !== undefined) return false;
    return documented.every((field) => {
      const token = members.get(fields[field]?.name ?? field);
      return typeof token === "string" && token.startsWith('"') && token !== '""';
    });
  } catch {
    return false;
  }
}

describe("a gateway off its contract", () => {
  it("loses none of 1,000 signed deliveries", async () => {
    const numbers = new Set<string>();
    let applied = 0;
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(delivered, async ({ override, signed }) => {
        const events: Record<string, unknown>[] = [];
        const receiver = createReceiver({
          signaturePassword: password,
          inbox: { ...memoryInbox(), durable: true },
          contract: override,
          onOutcome: () => undefined,
        });
        receiver.on("*", (event) => void events.push({ ...event }));
        const { outcome, status } = await receiver.receive(delivery(signed));
        const listed = await receiver.unreadable.list();
        expect(status).toBe(200);
        if (outcome === "unreadable") {
          kept += 1;
          expect(listed.map((entry) => entry.text)).toEqual([signed]);
          expect(events).toEqual([]);
          expect(isAsDocumented(signed, override)).toBe(false);
          return;
        }
        applied += 1;
        expect([outcome, listed]).toEqual(["processed", []]);
        const [event = {}] = events;
        expect(events).toHaveLength(1);
        const members = findSigned(signed, override);
        const fields = override.webhook?.fields ?? {};
        // The library's name also works if no member has the other name.
        const wireNameOf = (field: string): string =>
          [fields[field]?.name ?? field, field].find((name) => members.has(name)) ?? field;
        for (const field of new Set([...documented, ...Object.keys(fields)])) {
          const value = Object.hasOwn(event, field) ? event[field] : undefined;
          const token = members.get(wireNameOf(field));
          expectSigned(field, value, token, override);
          if (typeof token === "string" && token === value) numbers.add(token);
        }
        for (const name of Object.keys(event)) expect(members.has(wireNameOf(name))).toBe(true);
      }),
      { numRuns: 1_000, seed: 14 },
    );
    expect(applied + kept).toBe(1_000);
    // Both must occur, or the test would prove nothing.
    expect(Math.min(applied, kept)).toBeGreaterThan(200);
    expect(numbers.size).toBeGreaterThan(50);
  });
});
