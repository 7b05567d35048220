import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type AdapterCase, type AdapterUnderTest, withFixture } from "./adapter-fixture.js";
import { type Vector, vectorBody, vectors, verdictStatus } from "./vectors.js";

/** One case per vector. Checks the verdict and, if accepted, the delivered payload, signed form and password. */
export function vectorCases(adapter: AdapterUnderTest): AdapterCase[] {
  return vectors.map((vector) => ({
    name: `vector ${vector.id}: ${vector.why}`,
    run: () =>
      withFixture(adapter, { passwords: vector.passwords }, async ({ post, events }) => {
        const { status } = await post({ headers: vector.headers, body: vectorBody(vector) });
        const expected = vector.verdict === "accept" ? [toDelivered(vector)] : [];
        strictEqual(status, verdictStatus[vector.verdict], "status");
        deepStrictEqual(events.map(toComparable), expected, "events");
        strictEqual(
          ({} as { isAdmin?: unknown }).isAdmin,
          undefined,
          "Object.prototype is polluted",
        );
      }),
  }));
}

/** The payload is serialized, because `deepStrictEqual` ignores an own `__proto__` key. */
interface Comparable {
  payload: string;
  matched: string | undefined;
  passwordIndex: number | undefined;
}

function toComparable({
  event,
  context,
}: {
  event: object;
  context: Omit<Comparable, "payload">;
}): Comparable {
  const { matched, passwordIndex } = context;
  return { payload: JSON.stringify(event), matched, passwordIndex };
}

function toDelivered(vector: Vector): Comparable {
  const { matched, passwordIndex } = vector;
  return { payload: JSON.stringify(delivered(vector)), matched, passwordIndex };
}

/** The payload that an accepted vector delivers. */
export function delivered(vector: Vector): object {
  return vector.delivered ?? (JSON.parse(new TextDecoder().decode(vectorBody(vector))) as object);
}
