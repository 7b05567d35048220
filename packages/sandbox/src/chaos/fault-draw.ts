import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import { seededRandom, seededChoice } from "./seeded-random.js";
import { faultParticulars, type DrawnFault, type FaultKind } from "../gateway/faults.js";

/** Decides whether to inject a fault, and with which parameters. The same arguments always give the same result. */
export type FaultDraw = <Kind extends FaultKind>(
  kind: Kind,
  subject: string,
  attempt: number,
) => DrawnFault<Kind> | undefined;

/** Draws faults by hashing seed, fault, subject and attempt, so that the result depends on nothing else. */
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

/** Returns exactly the faults of a plan. */
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
