import { type Contract, writeBody } from "@numipay/core/protocol";

type Webhook = Pick<Contract, "webhook">;

/** The payload of a webhook as the gateway sends it: its names, its types, and what is around them. */
export function toWirePayload({ webhook }: Webhook, fields: object): object {
  return writeBody(webhook, toWireTypes({ webhook }, fields)) as object;
}

/** The same without what is around it. */
export function toWireFields({ webhook }: Webhook, fields: object): object {
  return writeBody({ ...webhook, at: [] }, toWireTypes({ webhook }, fields)) as object;
}

function toWireTypes({ webhook }: Webhook, fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      toWireType(webhook.fields.get(name)?.type, value),
    ]),
  );
}

/** A text that is none of the type stays as it is: it was given to see what comes of it. */
function toWireType(type: string | undefined, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return type === "boolean" && /^(true|false)$/.test(value) ? value === "true" : value;
}
