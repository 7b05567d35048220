export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type PrismaClientLike, type PrismaTransaction } from "./sessions/prisma/prisma-client.js";
export {
  prismaInbox,
  type PrismaInbox,
  type PrismaInboxOptions,
} from "./sessions/prisma/prisma-inbox.js";
