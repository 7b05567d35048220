import type { ReadShape } from "@numipay/core/protocol";
import type { Chaos } from "../chaos/chaos.js";
import type { DrawnFault, FaultKind } from "../gateway/faults.js";
import { reserialize } from "../chaos/reserialize.js";
import { tamper } from "../chaos/tamper.js";
import { randomToken } from "../gateway/random-token.js";
import { signPayload } from "./sign-payload.js";
import type { AttemptRequest } from "./attempt-request.js";

/** The requests of one attempt. Without chaos, a single one. */
export interface AttemptBatch {
  /** Sent first, one after the other. */
  readonly forgeries: readonly AttemptRequest[];
  readonly honest: AttemptRequest;
  /** The same bytes again. */
  readonly copy: AttemptRequest;
  /** How many copies to send at the same time as the honest request. */
  readonly together: number;
  /** How many copies to send afterwards. */
  readonly after: number;
  readonly faults: readonly DrawnFault[];
}

/** What a batch is created from. */
export interface BatchOptions {
  readonly body: string;
  /** The location of the fields in the body. */
  readonly shape: ReadShape;
  readonly signaturePassword: string;
  readonly chaos: Chaos;
  /** Undefined for an attempt without chaos. */
  readonly subject: string | undefined;
  readonly attempt: number;
  /** The fault that delayed the delivery, if any. */
  readonly heldBy: "delay" | "reorder" | undefined;
}

/** Draws the faults of an attempt and creates its requests. The same attempt always gets the same batch. */
export function toAttemptBatch(options: BatchOptions): AttemptBatch {
  const { body, shape, signaturePassword, chaos, subject, attempt, heldBy } = options;
  const signature = signPayload(body, signaturePassword);
  if (subject === undefined) {
    const honest: AttemptRequest = { body, signature, fault: null };
    return {
      forgeries: [],
      honest,
      copy: honest,
      together: 0,
      after: 0,
      faults: [],
    };
  }
  const tampered = chaos.draw("tamper", subject, attempt);
  const wrongPassword = chaos.draw("wrongPassword", subject, attempt);
  const slow = chaos.draw("slow", subject, attempt);
  const reserialized = chaos.draw("reserialize", subject, attempt);
  const duplicate = chaos.draw("duplicate", subject, attempt);

  const forgeries: AttemptRequest[] = [];
  if (tampered !== undefined) {
    forgeries.push({ body: tamper(body, tampered.field, shape), signature, fault: "tamper" });
  }
  if (wrongPassword !== undefined) {
    // Derived from the subject, so that a replay with another seed sends the same bytes.
    const password = randomToken(subject, `wrong-password:${attempt}`, 40);
    forgeries.push({ body, signature: signPayload(body, password), fault: "wrongPassword" });
  }
  const shaped = {
    body: reserialized === undefined ? body : reserialize(body, reserialized.serialization),
    signature,
    slow,
  };
  return {
    forgeries,
    honest: { ...shaped, fault: nameFaults(heldBy, slow?.kind, reserialized?.kind) },
    copy: { ...shaped, fault: nameFaults("duplicate", slow?.kind, reserialized?.kind) },
    together: duplicate?.together === true ? duplicate.copies : 0,
    after: duplicate?.together === false ? duplicate.copies : 0,
    faults: [tampered, wrongPassword, slow, reserialized, duplicate].filter(
      (fault) => fault !== undefined,
    ),
  };
}

function nameFaults(...kinds: readonly (FaultKind | undefined)[]): string | null {
  const played = kinds.filter((kind) => kind !== undefined);
  return played.length === 0 ? null : played.join("+");
}
