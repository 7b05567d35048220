import { Inject, Injectable, type ModuleMetadata } from "@nestjs/common";
import { InjectRepository, TypeOrmModule } from "@nestjs/typeorm";
import { NumipayModule } from "@numipay/nestjs";
import { TransactionHost } from "@numipay/sql";
import { typeormInbox } from "@numipay/sql/typeorm";
import { Column, DataSource, Entity, type EntityManager, PrimaryGeneratedColumn } from "typeorm";
import type { Repository } from "typeorm";
import { Effects, type NestInput, signaturePassword } from "./nest-app.js";

@Entity("effects")
class Effect {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column("text")
  name!: string;
}

@Injectable()
class TypeormEffects implements Effects {
  constructor(
    @Inject(TransactionHost) private readonly host: TransactionHost<EntityManager>,
    @InjectRepository(Effect) private readonly repository: Repository<Effect>,
  ) {}

  add(name: string): Promise<unknown> {
    return this.host.tx.getRepository(Effect).save({ name });
  }

  addOutside(name: string): Promise<unknown> {
    return this.repository.save({ name });
  }
}

/** A Nest app on TypeORM, with the module that its users have. */
export function typeormMetadata({ settings, schema }: NestInput): ModuleMetadata {
  const { host, port, user, database, max } = settings;
  return {
    imports: [
      TypeOrmModule.forRootAsync({
        useFactory: () => ({
          type: "postgres" as const,
          ...(host && { host }),
          ...(port && { port }),
          ...(user && { username: user }),
          ...(database && { database }),
          ...(max && { poolSize: max }),
          schema,
          entities: [Effect],
        }),
      }),
      TypeOrmModule.forFeature([Effect]),
      NumipayModule.forRootAsync({
        inject: [DataSource],
        useFactory: async (dataSource: DataSource) => {
          const inbox = typeormInbox({ dataSource, schema });
          await inbox.migrate();
          return { signaturePassword, inbox };
        },
      }),
    ],
    providers: [
      {
        provide: TransactionHost,
        inject: [DataSource],
        useFactory: ({ manager }: DataSource) => new TransactionHost(manager),
      },
      { provide: Effects, useClass: TypeormEffects },
    ],
  };
}
