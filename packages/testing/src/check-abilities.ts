import { ok } from "node:assert/strict";

/** Checks that what is under test can do what a case needs, and cannot do what it says it cannot. */
export function checkAbilities<Ability extends string>(
  opened: Readonly<Partial<Record<Ability, unknown>>>,
  { needs, cannot }: { needs: readonly Ability[]; cannot: Partial<Record<Ability, unknown>> },
): void {
  for (const ability of needs) {
    ok(opened[ability], `${ability} is missing. Return it from open(), or list it in \`cannot\`.`);
  }
  for (const ability of Object.keys(cannot) as Ability[]) {
    ok(!opened[ability], `${ability} is available. Remove it from \`cannot\`.`);
  }
}
