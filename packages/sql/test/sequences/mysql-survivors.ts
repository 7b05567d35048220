import type { Expected, Sent } from "./survivors.js";

interface Level {
  name: string | undefined;
  effects: number;
}

/**
 * A model of MariaDB's transactions: a failed statement undoes only itself, a savepoint replaces an earlier one of the same name,
 * and a rejected statement fails everything.
 */
export function toMysqlExpected(sent: readonly Sent[]): Expected {
  const effects: number[] = [];
  const levels: Level[] = [];
  let isRejected = false;
  const find = (name: string | undefined): number =>
    levels.findLastIndex((level) => level.name === name);

  for (const { kind, name, effect, isDone, isRejected: isOwn } of sent) {
    isRejected ||= kind === "forbidden" || isOwn === true;
    if (isDone !== true) continue;
    switch (kind) {
      case "effect":
        effects.push(effect ?? -1);
        break;
      case "savepoint":
        if (find(name) !== -1) levels.splice(find(name), 1);
        levels.push({ name, effects: effects.length });
        break;
      case "begin":
        levels.push({ name, effects: effects.length });
        break;
      case "commit":
        levels.length = find(undefined);
        break;
      case "rollback":
        effects.length = levels[find(undefined)]?.effects ?? 0;
        levels.length = find(undefined);
        break;
      case "release":
        levels.length = find(name);
        break;
      case "rollback-to":
        effects.length = levels[find(name)]?.effects ?? 0;
        levels.length = find(name) + 1;
        break;
      default:
    }
  }
  const isOpen = levels.some((level) => level.name === undefined);
  return { effects, isCommitted: !isRejected && !isOpen };
}
