/** Keys are bytes, because every collation of text considers some different texts equal. */
export const key = "varbinary(512) NOT NULL";
/** Text that compares by bytes. */
export const text = "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
/** What every table ends with. */
export const options = "ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4";
