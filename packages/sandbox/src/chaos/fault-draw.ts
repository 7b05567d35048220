import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import { seededRandom, seededChoice } from "./seeded-random.js";
import { faultParticulars, type DrawnFault, type FaultKind } from "../gateway/faults.js";

/** Says whether a fault is played, and with which particulars. Asked twice, it says the same. */
export type FaultDraw = <Kind extends FaultKind>(
  kind: Kind,
  subject: string,
  attempt: number,
) => DrawnFault<Kind> | undefined;

/** Dice that are cast by hashing: seed, fault, subject and attempt decide, and nothing else. */
export function seededFaults(seed: string, options: ChaosOptions): FaultDraw {
  const chances: Partial<Record<FaultKind, number>> = { ...options.deliveries, ...options.api };
  return <Kind extends FaultKind>(kind: Kind, subject: string, attempt: number) => {
    const name = nameOf(kind, subject, attempt);
    if (seededRandom(seed, name) >= (chances[kind] ?? 0)) return undefined;
    const particulars = Object.entries<readonly unknown[]>(faultParticulars[kind]).map(
      ([key, values]) => [key, seededChoice(seed, `${key} ${name}`, values)] as const,
    );
    return {
      kind,
      subject,
      attempt,
      ...Object.fromEntries(particulars),
    } as unknown as DrawnFault<Kind>;
  };
}

/** Dice that show what a plan says: exactly its faults, and no other. */
export function replayedFaults(plan: ChaosPlan): FaultDraw {
  const faults = new Map(
    plan.faults.map(({ at: _at, ...fault }) => [
      nameOf(fault.kind, fault.subject, fault.attempt),
      fault,
    ]),
  );
  return <Kind extends FaultKind>(kind: Kind, subject: string, attempt: number) =>
    faults.get(nameOf(kind, subject, attempt)) as DrawnFault<Kind> | undefined;
}

function nameOf(kind: FaultKind, subject: string, attempt: number): string {
  return `${kind} ${attempt} ${subject}`;
}
