import type { ReadShape } from "@numipay/core/protocol";
import type { Chaos } from "../chaos/chaos.js";
import type { DrawnFault, FaultKind } from "../gateway/faults.js";
import { reserialize } from "../chaos/reserialize.js";
import { tamper } from "../chaos/tamper.js";
import { randomToken } from "../gateway/random-token.js";
import { signPayload } from "./sign-payload.js";
import type { AttemptRequest } from "./attempt-request.js";

/** All that is posted for one attempt: one honest delivery alone, unless chaos has it otherwise. */
export interface AttemptBatch {
  /** Go first, one after the other. */
  readonly forgeries: readonly AttemptRequest[];
  readonly honest: AttemptRequest;
  /** The same bytes once more. */
  readonly copy: AttemptRequest;
  /** Copies that go out at the same time as the honest one. */
  readonly together: number;
  /** Copies that follow it. */
  readonly after: number;
  readonly faults: readonly DrawnFault[];
}

/** What a volley is made from. */
export interface BatchOptions {
  readonly body: string;
  /** Where the fields of the body are. */
  readonly shape: ReadShape;
  readonly signaturePassword: string;
  readonly chaos: Chaos;
  /** Undefined: no chaos on this attempt. */
  readonly subject: string | undefined;
  readonly attempt: number;
  /** The fault that held the delivery back before, if one did. */
  readonly heldBy: "delay" | "reorder" | undefined;
}

/** Draws the faults of an attempt and makes what is posted. The same attempt always makes the same. */
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
  const respelt = chaos.draw("reserialize", subject, attempt);
  const duplicate = chaos.draw("duplicate", subject, attempt);

  const forgeries: AttemptRequest[] = [];
  if (tampered !== undefined) {
    forgeries.push({ body: tamper(body, tampered.field, shape), signature, fault: "tamper" });
  }
  if (wrongPassword !== undefined) {
    // Drawn by the subject, so that a replay under another seed posts the same bytes.
    const password = randomToken(subject, `wrong-password:${attempt}`, 40);
    forgeries.push({ body, signature: signPayload(body, password), fault: "wrongPassword" });
  }
  const shaped = {
    body: respelt === undefined ? body : reserialize(body, respelt.serialization),
    signature,
    slow,
  };
  return {
    forgeries,
    honest: { ...shaped, fault: nameFaults(heldBy, slow?.kind, respelt?.kind) },
    copy: { ...shaped, fault: nameFaults("duplicate", slow?.kind, respelt?.kind) },
    together: duplicate?.together === true ? duplicate.copies : 0,
    after: duplicate?.together === false ? duplicate.copies : 0,
    faults: [tampered, wrongPassword, slow, respelt, duplicate].filter(
      (fault) => fault !== undefined,
    ),
  };
}

function nameFaults(...kinds: readonly (FaultKind | undefined)[]): string | null {
  const played = kinds.filter((kind) => kind !== undefined);
  return played.length === 0 ? null : played.join("+");
}
