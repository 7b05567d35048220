import type { Expected, Sent } from "./survivors.js";

interface Level {
  name: string | undefined;
  effects: number;
  violations: number;
}

/**
 * A model of transactions in which a failed statement undoes only itself, and a rejected one fails everything.
 *
 * @param replacesSavepoints whether a savepoint replaces an earlier one of the same name
 */
const toExpected =
  (replacesSavepoints: boolean) =>
  (sent: readonly Sent[]): Expected => {
    const effects: number[] = [];
    const levels: Level[] = [];
    let violations = 0;
    let isRejected = false;
    const find = (name: string | undefined): number =>
      levels.findLastIndex((level) => level.name === name);
    const rollBackTo = (at: number): void => {
      effects.length = levels[at]?.effects ?? 0;
      violations = levels[at]?.violations ?? 0;
    };

    for (const { kind, name, effect, isDone, isRejected: isOwn } of sent) {
      isRejected ||= kind === "forbidden" || isOwn === true;
      if (isDone !== true) continue;
      switch (kind) {
        case "effect":
          effects.push(effect ?? -1);
          break;
        case "violation":
          violations += 1;
          break;
        case "savepoint":
          if (replacesSavepoints && find(name) !== -1) levels.splice(find(name), 1);
          levels.push({ name, effects: effects.length, violations });
          break;
        case "begin":
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
    return { effects, isCommitted: !isRejected && !isOpen && violations === 0 };
  };

/** The model of MariaDB. */
export const toMysqlExpected = toExpected(true);

/** The model of SQLite. */
export const toSqliteExpected = toExpected(false);
