export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export {
  typeormInbox,
  type TypeormInbox,
  type TypeormInboxOptions,
} from "./sessions/typeorm/typeorm-inbox.js";
