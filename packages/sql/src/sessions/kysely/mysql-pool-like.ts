/** A pool of `mysql2`, without its types: an application on PostgreSQL does not have them. */
export interface MysqlPoolLike {
  getConnection(callback: (error: unknown, connection: object) => void): void;
  promise(): object;
}
