export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export { type PrismaClientLike, type PrismaTransaction } from "./sessions/prisma/prisma-client.js";
export {
  prismaInbox,
  type PrismaInbox,
  type PrismaInboxOptions,
} from "./sessions/prisma/prisma-inbox.js";
export {
  prismaJournal,
  type PrismaJournal,
  type PrismaJournalOptions,
} from "./sessions/prisma/prisma-journal.js";
