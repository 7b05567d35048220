// What the Nest apps of all ORMs share. Their services do not receive tx.
import "reflect-metadata";
import { setImmediate } from "node:timers/promises";
import {
  type INestApplication,
  Inject,
  Injectable,
  type LoggerService,
  Module,
  type ModuleMetadata,
  Scope,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Transaction } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import type { PoolConfig } from "pg";

export const signaturePassword = "a-signature-password-of-30-chars";

/** Where an app's tables are. */
export interface NestInput {
  settings: PoolConfig;
  schema: string;
}

/** Inserts rows of `effects` with an ORM. */
export abstract class Effects {
  abstract add(name: string): Promise<unknown>;
  /** What users get wrong: it does not use the handler's transaction. */
  abstract addOutside(name: string): Promise<unknown>;
}

/** Called by a handler after its effect. */
export abstract class Gate {
  abstract pass(): Promise<void>;
}

@Injectable()
class Ledger {
  constructor(@Inject(Effects) private readonly effects: Effects) {}

  async book(name: string): Promise<void> {
    await setImmediate();
    await this.effects.add(name);
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestLedger {
  readonly #booked: string[] = [];

  constructor(@Inject(Ledger) private readonly ledger: Ledger) {}

  /** Numbers its effects, which shows that each event has an instance of its own. */
  async book(name: string): Promise<void> {
    this.#booked.push(name);
    await this.ledger.book(`${name} ${this.#booked.length}`);
  }
}

@Injectable()
class DepositEvents {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Effects) private readonly effects: Effects,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @OnNumipayEvent("deposit.successful")
  async book({ tracking_id }: Transaction): Promise<void> {
    await this.ledger.book(tracking_id);
    await this.gate.pass();
  }

  @OnNumipayEvent("deposit.rejected")
  async fail({ tracking_id }: Transaction): Promise<void> {
    await this.ledger.book(tracking_id);
    throw new Error("the handler's");
  }

  @OnNumipayEvent("deposit.expired")
  async miss({ tracking_id }: Transaction): Promise<void> {
    await this.effects.addOutside(tracking_id);
  }
}

@Injectable()
class WithdrawalEvents {
  constructor(@Inject(RequestLedger) private readonly ledger: RequestLedger) {}

  @OnNumipayEvent("withdrawal.successful")
  book({ tracking_id }: Transaction): Promise<void> {
    return this.ledger.book(tracking_id);
  }

  @OnNumipayEvent("withdrawal.rejected")
  async fail({ tracking_id }: Transaction): Promise<void> {
    await this.ledger.book(tracking_id);
    throw new Error("the handler's");
  }
}

/** Starts an app on a free port. `orm` imports the database's modules and NumipayModule, and provides Effects. */
export async function serveNestApp(
  { imports = [], providers = [] }: ModuleMetadata,
  gate: Gate,
  logger: LoggerService | false = false,
): Promise<INestApplication> {
  @Module({
    imports,
    providers: [
      ...providers,
      { provide: Gate, useValue: gate },
      Ledger,
      RequestLedger,
      DepositEvents,
      WithdrawalEvents,
    ],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger, abortOnError: false });
  await app.listen(0, "127.0.0.1");
  return app;
}
