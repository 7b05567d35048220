/** A statement of a handler as it went, in the order in which they were sent. */
export interface Sent {
  kind:
    | "effect"
    | "violation"
    | "begin"
    | "commit"
    | "rollback"
    | "savepoint"
    | "release"
    | "rollback-to"
    | "other"
    | "forbidden";
  name?: string;
  /** The number of the effect. */
  effect?: number;
  /** Whether it succeeded; undefined while it runs. */
  isDone: boolean | undefined;
  /** Whether it failed within a transaction of its own, so that the one around it goes on. */
  isContained?: boolean;
}

/** What a transaction with these statements would leave behind. */
export interface Expected {
  effects: number[];
  /** Whether PostgreSQL would commit it, and nothing was asked that has no place in it. */
  isCommitted: boolean;
}

interface Level {
  name: string | undefined;
  effects: number;
  violations: number;
}

/** The rules of PostgreSQL, in the plainest way: what survives of statements that succeeded. */
export function toExpected(sent: readonly Sent[]): Expected {
  const effects: number[] = [];
  let violations = 0;
  const levels: Level[] = [];
  let isAborted = false;
  let isRefused = false;

  const goBackTo = (at: number): void => {
    const level = levels[at];
    if (level === undefined) throw new Error("a level that is not there");
    effects.length = level.effects;
    violations = level.violations;
    isAborted = false;
  };
  const find = (name: string | undefined): number =>
    levels.findLastIndex((level) => level.name === name);

  for (const { kind, name, effect, isDone, isContained } of sent) {
    if (kind === "forbidden") isRefused = true;
    if (isDone !== true) {
      // Also what was refused before it was sent: the inbox fails such a transaction for good.
      isAborted ||= isContained !== true;
      continue;
    }
    switch (kind) {
      case "effect":
        effects.push(effect ?? -1);
        break;
      case "violation":
        violations += 1;
        break;
      case "begin":
      case "savepoint":
        levels.push({ name, effects: effects.length, violations });
        break;
      case "commit":
        levels.length = find(undefined);
        break;
      case "rollback":
        goBackTo(find(undefined));
        levels.length = find(undefined);
        break;
      case "release":
        levels.length = find(name);
        break;
      case "rollback-to":
        goBackTo(find(name));
        levels.length = find(name) + 1;
        break;
      default:
    }
  }
  const isOpen = levels.some((level) => level.name === undefined);
  return { effects, isCommitted: !isAborted && !isRefused && !isOpen && violations === 0 };
}
