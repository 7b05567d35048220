import type { AttributeValue, SpanKind } from "@opentelemetry/api";

/** Attributes that may be missing. */
export type PartialAttributes = Readonly<Record<string, AttributeValue | undefined>>;

/** How the operations of a channel become spans. */
export interface SpanDefinition<Message> {
  readonly kind: SpanKind;
  /** The name of the span. It must have few different values. */
  name(message: Message): string;
  /** What is known at the start, for samplers. */
  start(message: Message): PartialAttributes;
  /** What is known at the end. */
  end?(message: Message): PartialAttributes;
  /** Why the operation failed although it threw no error; undefined if it did not fail. */
  failure?(message: Message): string | undefined;
  /** The carrier that gets the context of the span. */
  injected?(message: Message): Record<string, string>;
  /** The carrier of the context that the span is linked to. */
  linked?(message: Message): Readonly<Record<string, string>>;
}
