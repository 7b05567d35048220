import fc from "fast-check";

/** One step of a handler. */
export type Step =
  /** Writes one effect, awaited or not. */
  | { do: "effect"; way: number; isAwaited: boolean }
  /** Violates a deferred constraint. */
  | { do: "violation" }
  /** Runs a statement that fails at once. */
  | { do: "fail"; text: string }
  | { do: "begin" | "commit" | "rollback"; text: string }
  | { do: "savepoint" | "release" | "rollback-to"; name: string; text: string }
  /** Transaction control that must never reach the server. */
  | { do: "forbidden"; text: string }
  | { do: "setting"; text: string }
  | { do: "throw" }
  /** A nested transaction as ORMs run it: BEGIN, the steps, COMMIT; on an error ROLLBACK and rethrow. */
  | { do: "nested"; steps: Step[]; isCaught: boolean };

/** A handler: its steps, and whether each one's failure is caught. */
export interface Sequence {
  steps: { step: Step; isCaught: boolean }[];
}

/** The statements of one database. */
export interface Words {
  begin: readonly string[];
  commit: readonly string[];
  rollback: readonly string[];
  /** A savepoint's statement. `isLong` selects the longer form, if there is one. */
  named: (kind: "savepoint" | "release" | "rollback-to", name: string, isLong: boolean) => string;
  /** Comments, spaces and semicolons before and after a statement. */
  before: readonly string[];
  after: readonly string[];
  forbidden: readonly string[];
  /** Statements that the server rejects. */
  failing: readonly string[];
  settings: readonly string[];
}

/** The statements of PostgreSQL. A savepoint before a failing one helps. */
export const postgresWords: Words = {
  begin: [
    "BEGIN",
    "begin work",
    "START TRANSACTION",
    "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
  ],
  commit: ["COMMIT", "end", "COMMIT WORK AND NO CHAIN", "End Transaction"],
  rollback: ["ROLLBACK", "abort", "rollback transaction", "ROLLBACK AND NO CHAIN"],
  named(kind, name, isLong) {
    const words = { savepoint: "SAVEPOINT", release: "RELEASE", "rollback-to": "ROLLBACK TO" };
    return `${words[kind]} ${isLong && kind !== "savepoint" ? "SAVEPOINT " : ""}${name}`;
  },
  before: ["", " ", "\n\t", "/* a /* b */ ; */ ", "-- COMMIT;\n", ";;"],
  after: ["", ";", " ;;", " -- ;\n", "/* end */"],
  forbidden: [
    "COMMIT AND CHAIN",
    "ROLLBACK AND CHAIN",
    "PREPARE TRANSACTION 'x'",
    "COMMIT PREPARED 'x'",
    "ROLLBACK PREPARED 'x'",
    "COMMIT; BEGIN",
    "ROLLBACK; BEGIN",
    "SELECT 1; COMMIT",
    "SELECT $$;$$; /* ; */ END; BEGIN",
    "SELECT 'it''s'; COMMIT",
    String.raw`SELECT 'a\'; COMMIT; --'`,
    String.raw`SELECT E'\'', 1; ROLLBACK`,
    "BEGIN ISOLATION LEVEL SERIALIZABLE",
    "SET TRANSACTION READ ONLY",
    "SAVEPOINT numipay_1",
    "ROLLBACK TO numipay_1",
  ],
  failing: ["SELECT 1/0", "DISCARD ALL", "DO $$ BEGIN COMMIT; END $$", "VACUUM", "SYNTAX"],
  settings: [
    "RESET ALL",
    "SET LOCAL search_path = pg_catalog",
    "SET search_path = pg_catalog",
    "SET LOCAL standard_conforming_strings = off",
    "SET LOCAL synchronous_commit = off",
    "SET LOCAL ROLE pg_monitor",
    "RESET ROLE",
    "SELECT set_config('numipay.fence', '1', true)",
    "SET SESSION TimeZone = 'Asia/Kathmandu'",
    "SET CONSTRAINTS ALL DEFERRED",
    "LISTEN events",
  ],
};

const effect: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("effect" as const),
  way: fc.nat(5),
  isAwaited: fc.constant(true),
});

/** Handlers of up to eight steps, in the words of a database. */
export function toSequences(words: Words): fc.Arbitrary<Sequence> {
  /** Adds comments, whitespace and semicolons to a statement. */
  const decorated = (text: string): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom(...words.before), fc.constantFrom(...words.after), fc.boolean())
      .map(([before, after, isUpper]) => before + (isUpper ? text.toUpperCase() : text) + after);

  const pick = (kind: "begin" | "commit" | "rollback"): fc.Arbitrary<Step> =>
    fc
      .constantFrom(...words[kind])
      .chain(decorated)
      .map((text) => ({ do: kind, text }));

  const named = (kind: "savepoint" | "release" | "rollback-to"): fc.Arbitrary<Step> =>
    fc
      .tuple(fc.constantFrom("a", "b"), fc.boolean())
      .map(([name, isLong]) => ({ do: kind, name, text: words.named(kind, name, isLong) }));

  const flat: fc.Arbitrary<Step> = fc.oneof(
    { weight: 12, arbitrary: effect },
    { weight: 3, arbitrary: pick("begin") },
    { weight: 2, arbitrary: pick("commit") },
    { weight: 1, arbitrary: pick("rollback") },
    { weight: 3, arbitrary: named("savepoint") },
    { weight: 1, arbitrary: named("release") },
    { weight: 2, arbitrary: named("rollback-to") },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...words.failing).map((text): Step => ({ do: "fail", text })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...words.settings).map((text): Step => ({ do: "setting", text })),
    },
  );

  const rare: fc.Arbitrary<Step> = fc.oneof(
    fc
      .constantFrom(...words.forbidden)
      .chain(decorated)
      .map((text): Step => ({ do: "forbidden", text })),
    fc.constant<Step>({ do: "violation" }),
    fc.constant<Step>({ do: "throw" }),
    // A single statement: the result of an unawaited nested transaction would be unpredictable.
    effect.map((step) => ({
      ...step,
      way: step.do === "effect" ? step.way % 3 : 0,
      isAwaited: false,
    })),
  );

  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 16, arbitrary: flat },
    { weight: 1, arbitrary: rare },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("nested" as const),
        steps: fc.array(fc.oneof({ weight: 6, arbitrary: effect }, flat), { maxLength: 3 }),
        isCaught: fc.boolean(),
      }),
    },
  );

  return fc.record({
    steps: fc.array(fc.record({ step, isCaught: fc.boolean() }), { maxLength: 8 }),
  });
}
