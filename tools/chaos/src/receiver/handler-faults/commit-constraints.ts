/** What the database refuses only when the transaction is to be committed. */
const refused = {
  "deferred foreign key": "INSERT INTO invoices (customer) VALUES ('a customer that is not there')",
  "deferred unique key": "INSERT INTO invoices (number) VALUES ('7'), ('7')",
  "deferred trigger": "INSERT INTO refusals (sqlstate) VALUES ('P0001')",
  // As with an isolation level that the database gives to the role.
  "serialization failure": "INSERT INTO refusals (sqlstate) VALUES ('40001')",
};

/** The effect, beside something that cannot be committed; it can be at a later attempt. */
export const commitConstraints = {
  ...Object.fromEntries(
    Object.entries(refused).flatMap(([name, text]) => [
      [
        `${name}, before the effect`,
        async ({ run, book }) => {
          await run(text);
          return await book();
        },
      ],
      [
        `${name}, after the effect`,
        async ({ run, book }) => {
          const isTaken = await book();
          await run(text);
          return isTaken;
        },
      ],
    ]),
  ),
  // The transaction is aborted then, and a COMMIT is a rollback that reports no error.
  "failed statement that is ignored": async ({ run, book }) => {
    const isTaken = await book();
    await run("SELECT 1/0").catch(() => undefined);
    return isTaken;
  },
};
