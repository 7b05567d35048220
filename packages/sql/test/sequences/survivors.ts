/** A sent statement and its result. */
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
  /** Whether it succeeded. Undefined while it runs. */
  isDone: boolean | undefined;
  /** Whether it failed in a nested transaction, so that the outer one continues. */
  isContained?: boolean;
  /** Whether the inbox rejected it, which fails the transaction. */
  isRejected?: boolean;
}

/** The expected result of a transaction. */
export interface Expected {
  effects: number[];
  /** Whether PostgreSQL would commit it and no forbidden statement was sent. */
  isCommitted: boolean;
}

interface Level {
  name: string | undefined;
  effects: number;
  violations: number;
}

/** A model of PostgreSQL's transactions: computes which effects survive. */
export function toExpected(sent: readonly Sent[]): Expected {
  const effects: number[] = [];
  let violations = 0;
  const levels: Level[] = [];
  let isAborted = false;
  let isRejected = false;

  const rollBackTo = (at: number): void => {
    const level = levels[at];
    if (level === undefined) throw new Error("The savepoint does not exist.");
    effects.length = level.effects;
    violations = level.violations;
    isAborted = false;
  };
  const find = (name: string | undefined): number =>
    levels.findLastIndex((level) => level.name === name);

  for (const { kind, name, effect, isDone, isContained } of sent) {
    if (kind === "forbidden") isRejected = true;
    if (isDone !== true) {
      // Includes rejected statements, which fail the transaction.
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
        rollBackTo(find(undefined));
        levels.length = find(undefined);
        break;
      case "release":
        levels.length = find(name);
        break;
      case "rollback-to":
        rollBackTo(find(name));
        levels.length = find(name) + 1;
        break;
      default:
    }
  }
  const isOpen = levels.some((level) => level.name === undefined);
  return { effects, isCommitted: !isAborted && !isRejected && !isOpen && violations === 0 };
}
