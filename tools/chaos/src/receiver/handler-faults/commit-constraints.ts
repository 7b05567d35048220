import type { HandlerFault, HandlerFaults } from "./handler-work.js";

/** Statements that the database rejects only at COMMIT. */
const rejected = {
  "deferred foreign key": "INSERT INTO invoices (customer) VALUES ('a customer that is not there')",
  "deferred unique key": "INSERT INTO invoices (number) VALUES ('7'), ('7')",
  "deferred trigger": "INSERT INTO refusals (sqlstate) VALUES ('P0001')",
  // As under an isolation level that the database sets for the role.
  "serialization failure": "INSERT INTO refusals (sqlstate) VALUES ('40001')",
};

const beforeEffect =
  (text: string): HandlerFault =>
  async ({ run, append }) => {
    await run(text);
    return await append();
  };

const afterEffect =
  (text: string): HandlerFault =>
  async ({ run, append }) => {
    const isAccepted = await append();
    await run(text);
    return isAccepted;
  };

/** Runs the effect together with a statement that cannot be committed. A later attempt runs without it. */
export const commitConstraints: HandlerFaults = {
  ...Object.fromEntries(
    Object.entries(rejected).flatMap(([name, text]): [string, HandlerFault][] => [
      [`${name}, before the effect`, beforeEffect(text)],
      [`${name}, after the effect`, afterEffect(text)],
    ]),
  ),
  // This aborts the transaction, and its COMMIT is a rollback that reports no error.
  "failed statement that is ignored": async ({ run, append }) => {
    const isAccepted = await append();
    await run("SELECT 1/0").catch(() => undefined);
    return isAccepted;
  },
};
