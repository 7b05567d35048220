import { operations } from "@numipay/core/protocol";
import { hostileTexts, markup } from "../hostile-values.js";
import type { Random } from "../random.js";
import type { ValueSource } from "./value-source.js";

/** The part of an API operation that is used here. */
interface OperationFields {
  readonly path: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly envelope: string | null;
}

export interface RandomBody {
  type: string;
  /** In Latin-1: each character is one byte. */
  body: string;
}

const types = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data; boundary=x",
};

const validFields: Record<string, string> = {
  tracking_id: "f",
  user_id: "u",
  currency: "EUR",
  amount: "1.00",
  provider_id: "northbank",
  card_number: "4242424242424242",
  card_holder: "A",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "123",
  transaction_id: "x",
};

const oddJson = [
  null,
  5,
  -0,
  1e308,
  true,
  [],
  {},
  { a: 1 },
  ["a"],
  "\ud800",
  "\u0000",
  "https://a/\u202e",
];

/** Returns a body that fits a path: JSON for an operation of the API, otherwise a form. */
export function createRandomBody(random: Random, path: string, values: ValueSource): RandomBody {
  const all: readonly OperationFields[] = Object.values(operations);
  const operation = all.find((known) => known.path === path);
  if (operation !== undefined) {
    return { type: types.json, body: createRandomJson(random, operation, values) };
  }
  const fields = new Map(
    Array.from({ length: random.below(8) }, (): [string, string] => {
      const name = random.chance(0.95) ? random.one(values.names) : random.one(hostileTexts);
      return [name, values.any(name)];
    }),
  );
  // Most forms of the cashier do nothing without an action.
  if (random.chance(0.7)) fields.set("action", values.any("action"));
  if (random.chance(0.2)) return { type: types.multipart, body: toMultipart(fields) };
  return { type: types.form, body: new URLSearchParams([...fields]).toString() };
}

function createRandomJson(
  random: Random,
  { required, optional, envelope }: OperationFields,
  { any }: ValueSource,
): string {
  const fields: Record<string, unknown> = Object.fromEntries(
    required.map((name) => [name, validFields[name] ?? "x"]),
  );
  if ("tracking_id" in fields) fields["tracking_id"] = `f-${random.below(1e9)}`;
  for (const name of random.some([...required, ...optional, "__proto__", "x"], 2)) {
    // Defined, because an assignment to `__proto__` would set the prototype.
    Object.defineProperty(fields, name, {
      value: random.chance(0.6) ? any(name) : random.one<unknown>(oddJson),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  if (random.chance(0.2)) {
    fields["amount"] = random.one(["9".repeat(300), `${"9".repeat(40)}.99`, "0.01"]);
  }
  if (random.chance(0.3)) {
    const urls = ["https://h/?a=1#b", `https://h/${markup}`, any("return_url")];
    fields["return_url"] = random.one(urls);
  }
  const text = JSON.stringify(envelope ? { request: fields } : fields);
  return Buffer.from(text).toString("latin1");
}

function toMultipart(fields: ReadonlyMap<string, string>): string {
  const parts = [...fields].map(
    ([name, value]) =>
      `--x\r\nContent-Disposition: form-data; name="${name.replaceAll(/[\r\n"]/g, "")}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--x--\r\n`).toString("latin1");
}
