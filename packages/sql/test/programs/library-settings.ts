/** How a library connects to a database. */
export interface LibrarySettings {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** The size of the pool. */
  max: number;
  /** Identifies its connections in PostgreSQL. In MariaDB, the user does. */
  application_name: string;
}
