import type {
  ContractOverride,
  FieldOverride,
  OperationOverride,
  ReadFieldOverride,
} from "@numipay/core";

/** The part of an override for an operation. */
export function onOperation(id: string, part: OperationOverride): ContractOverride {
  return { operations: { [id]: part } };
}

/** The part of an override for a field of a request. */
export function onField(id: string, field: string, part: FieldOverride): ContractOverride {
  return onOperation(id, { fields: { [field]: part } });
}

/** The part of an override for what is read: of a response, or of the webhook. */
export type OnRead = (part: {
  readonly at?: string;
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
}) => ContractOverride;

/** That of an operation's response. */
export function onResponse(id: string): OnRead {
  return (response) => onOperation(id, { response });
}

/** That of the webhook. */
export const onWebhook: OnRead = (webhook) => ({ webhook });
