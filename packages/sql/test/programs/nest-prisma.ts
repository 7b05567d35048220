import {
  Inject,
  Injectable,
  Module,
  type ModuleMetadata,
  type OnModuleDestroy,
} from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import { TransactionHost } from "@numipay/sql";
import { prismaInbox } from "@numipay/sql/prisma";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.js";
import { Effects, type NestInput, signaturePassword } from "./nest-app.js";

/** A Nest app on Prisma, with the service and the module that its users have. */
export function prismaMetadata({ settings, schema }: NestInput): ModuleMetadata {
  @Injectable()
  class PrismaService extends PrismaClient implements OnModuleDestroy {
    constructor() {
      super({ adapter: new PrismaPg(settings, { schema }) });
    }

    onModuleDestroy(): Promise<void> {
      return this.$disconnect();
    }
  }

  @Module({ providers: [PrismaService], exports: [PrismaService] })
  class PrismaModule {}

  @Injectable()
  class PrismaEffects implements Effects {
    constructor(
      @Inject(TransactionHost) private readonly host: TransactionHost<Prisma.TransactionClient>,
      @Inject(PrismaService) private readonly prisma: PrismaService,
    ) {}

    async add(name: string): Promise<void> {
      await this.host.tx.effect.create({ data: { name } });
    }

    async addOutside(name: string): Promise<void> {
      await this.prisma.effect.create({ data: { name } });
    }
  }

  return {
    imports: [
      PrismaModule,
      NumipayModule.forRootAsync({
        imports: [PrismaModule],
        inject: [PrismaService],
        useFactory: async (prisma: PrismaService) => {
          const inbox = prismaInbox({ prisma, schema });
          await inbox.migrate();
          return { signaturePassword, inbox };
        },
      }),
    ],
    providers: [
      {
        provide: TransactionHost,
        inject: [PrismaService],
        useFactory: (prisma: PrismaService) =>
          new TransactionHost<Prisma.TransactionClient>(prisma),
      },
      { provide: Effects, useClass: PrismaEffects },
    ],
  };
}
