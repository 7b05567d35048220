import type {
  ContractOverride,
  FieldOverride,
  OperationOverride,
  ReadFieldOverride,
} from "@numipay/core";

/** The part of an override for an operation. */
export function atOperation(id: string, part: OperationOverride): ContractOverride {
  return { operations: { [id]: part } };
}

/** The part of an override for a field of a request. */
export function atField(id: string, field: string, part: FieldOverride): ContractOverride {
  return atOperation(id, { fields: { [field]: part } });
}

/** The part of an override for what is read: of a response, or of the webhook. */
export type OnRead = (part: {
  readonly at?: string;
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
}) => ContractOverride;

/** That of an operation's response. */
export function atResponse(id: string): OnRead {
  return (response) => atOperation(id, { response });
}

/** That of the webhook. */
export const onWebhook: OnRead = (webhook) => ({ webhook });
