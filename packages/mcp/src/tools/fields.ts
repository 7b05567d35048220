import { z } from "zod";

// Limits keep a call small. The sandbox checks the values.

/** An id of the sandbox or of the merchant. */
export const id = z.string().min(1).max(200);

/** The account whose data is read. */
export const account = id
  .optional()
  .describe("An accountId of get_sandbox. Defaults to the first account.");

/** The number of rows. */
export const limit = z.int().min(1).max(50).default(20).describe("The most rows to return.");

/** Where the next page begins. */
export const before = z.int().min(1).optional().describe("The `next` of the previous page.");
