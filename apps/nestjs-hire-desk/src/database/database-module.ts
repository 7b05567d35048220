import { Global, Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
import { TransactionHost } from "@numipay/sql";
import { type TypeormInbox, typeormInbox } from "@numipay/sql/typeorm";
import { DataSource } from "typeorm";
import { DeskSettings } from "../settings/desk-settings.js";
import { openDataSource, toDataSourceOptions } from "./open-data-source.js";

/** The injection token of the desk's inbox. */
export const inboxToken = "hire-desk:inbox";

/** Opens the database, and the inbox in it that both accounts share: each key contains the account's name. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [DeskSettings],
      useFactory: ({ database }: DeskSettings) => toDataSourceOptions(database),
      dataSourceFactory: openDataSource,
    }),
  ],
  providers: [
    {
      provide: inboxToken,
      inject: [DataSource, DeskSettings],
      useFactory: async (
        dataSource: DataSource,
        { database: { schema } }: DeskSettings,
      ): Promise<TypeormInbox> => {
        const inbox = typeormInbox({ dataSource, schema });
        await inbox.migrate();
        return inbox;
      },
    },
    {
      provide: TransactionHost,
      inject: [DataSource],
      useFactory: ({ manager }: DataSource) => new TransactionHost(manager),
    },
  ],
  exports: [inboxToken, TransactionHost],
})
export class DatabaseModule {}
