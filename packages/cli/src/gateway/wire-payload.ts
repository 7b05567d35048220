import { type Contract, writeBody } from "@numipay/core/protocol";

type Webhook = Pick<Contract, "webhook">;

/** Converts a webhook payload to the gateway's format: its names, types and envelope. */
export function toWirePayload({ webhook }: Webhook, fields: object): object {
  return writeBody(webhook, toWireTypes({ webhook }, fields)) as object;
}

/** Like `toWirePayload`, without the envelope. */
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

/** A value that does not have the type is sent unchanged, so that users can test invalid values. */
function toWireType(type: string | undefined, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return type === "boolean" && /^(true|false)$/.test(value) ? value === "true" : value;
}
