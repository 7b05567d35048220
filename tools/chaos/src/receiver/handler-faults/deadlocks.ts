import {
  type HandlerFault,
  type HandlerFaults,
  type HandlerWork,
  ignoreRejection,
} from "./handler-work.js";

/** How many rows the other transaction writes. The server rolls back the transaction that wrote less. */
const rows = 50;

/**
 * Has the server roll the handler's transaction back for a deadlock (1213). With autocommit on, what follows would be committed
 * one by one.
 */
async function loseDeadlock({ tx, entry, openOther }: HandlerWork) {
  if (openOther === undefined) throw new Error("This fault needs another connection.");
  const other = await openOther();
  try {
    const insert = "INSERT INTO shelves VALUES (?)";
    await other.query("START TRANSACTION");
    for (let row = 0; row < rows; row += 1) await other.query(insert, [`${entry.key} ${row}`]);
    await tx.query(insert, [`${entry.key} a`]);
    await other.query(insert, [`${entry.key} b`]);
    // Each waits for what the other has inserted.
    const handlers = tx.query(insert, [`${entry.key} b`]);
    await Promise.all([handlers, other.query(insert, [`${entry.key} a`])]);
  } finally {
    await other.query("ROLLBACK");
    await other.end();
  }
}

const first: HandlerFault = async (work) => {
  await ignoreRejection(loseDeadlock(work));
  return await work.append();
};

const last: HandlerFault = async (work) => {
  const isAccepted = await work.append();
  await ignoreRejection(loseDeadlock(work));
  return isAccepted;
};

/** Loses a deadlock before, after or between the effect, ignores the error, and returns or throws. */
export const deadlocks: HandlerFaults = {
  "deadlock, then the effect": first,
  "the effect, then deadlock": last,
  "the effect, then deadlock and a failure": async (work) => {
    await last(work);
    throw new Error("Out of stock.");
  },
  "deadlock that is not ignored": async (work) => {
    await loseDeadlock(work);
    return await work.append();
  },
};
