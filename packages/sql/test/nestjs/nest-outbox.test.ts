import "reflect-metadata";
import { Inject, Injectable, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { TypeOrmModule } from "@nestjs/typeorm";
import {
  type EventContext,
  isAlreadyQueuedError,
  type NumipayEvent,
  type Outbox,
  type OutboxContext,
  type RefusedIntent,
} from "@numipay/core";
import { InjectOutbox, NumipayModule, OnIntent, OnNumipayEvent } from "@numipay/nestjs";
import { createSandbox } from "@numipay/sandbox";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { DataSource, EntitySchema, type EntityManager } from "typeorm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { typeormInbox, typeormJournal } from "../../src/typeorm.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";

const signaturePassword = "a-signature-password-of-30-chars";

const Wallet = new EntitySchema<{ owner: string; cents: number }>({
  name: "wallets",
  columns: { owner: { type: String, primary: true }, cents: { type: "integer" } },
});

@Injectable()
class Withdrawals {
  constructor(
    @InjectOutbox() readonly outbox: Outbox<EntityManager>,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  /** Debits 30.00 and queues the payout, then does what the test wants. */
  withdraw(tracking_id: string, owner: string, after = async (): Promise<void> => undefined) {
    return this.dataSource.transaction(async (tx) => {
      await tx.decrement(Wallet, { owner }, "cents", 3000);
      const request = { tracking_id, user_id: owner, currency: "EUR", amount: "30.00" };
      await this.outbox.enqueue(tx, "payouts.request", request);
      await after();
    });
  }

  @OnIntent("refused")
  async refuse(
    { tracking_id, request }: RefusedIntent,
    { tx }: OutboxContext<EntityManager>,
  ): Promise<void> {
    if ("user_id" in request) await this.refund(tx, tracking_id, request.user_id);
  }

  @OnNumipayEvent("withdrawal.rejected")
  async reject(
    { tracking_id, user_id }: NumipayEvent<"withdrawal.rejected">,
    { tx }: EventContext<EntityManager>,
  ): Promise<void> {
    await this.refund(tx, tracking_id, user_id);
  }

  private async refund(tx: EntityManager, trackingId: string, owner: string): Promise<void> {
    await this.outbox.refundOnce(tx, trackingId, async () => {
      await tx.increment(Wallet, { owner }, "cents", 3000);
    });
  }
}

describeWithPostgres("an outbox in a Nest app on TypeORM", () => {
  const schema = randomName();
  const { pool: admin, settings } = openPool();
  beforeAll(async () => {
    await admin.query(`CREATE SCHEMA "${schema}"`);
    await admin.query(`CREATE TABLE "${schema}".wallets (owner text PRIMARY KEY, cents integer)`);
  });
  afterAll(async () => {
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.end();
  });

  const refuse = async (): Promise<Response> => new Response("{}", { status: 422 });

  /** Starts an app with a wallet of 50.00, and a gateway whose responses may be replaced. */
  async function startApp(owner: string, respond?: () => Promise<Response>) {
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const { host, port, user, database } = settings;
    @Module({
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            type: "postgres" as const,
            ...(host && { host }),
            ...(port && { port }),
            ...(user && { username: user }),
            ...(database && { database }),
            schema,
            entities: [Wallet],
          }),
        }),
        NumipayModule.forRootAsync({
          inject: [DataSource],
          useFactory: async (dataSource: DataSource) => {
            const journal = typeormJournal({ dataSource, schema });
            await journal.migrate();
            return {
              ...sandbox.clientOptions,
              ...(respond !== undefined && { fetch: respond }),
              signaturePassword,
              journal,
              inbox: typeormInbox({ dataSource, schema }),
              outbox: { worker: false as const },
            };
          },
        }),
      ],
      providers: [Withdrawals],
    })
    class AppModule {}
    await admin.query(`INSERT INTO "${schema}".wallets VALUES ($1, 5000)`, [owner]);
    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    onTestFinished(() => app.close());
    await app.listen(0, "127.0.0.1");
    const url = await app.getUrl();
    const withdrawals = app.get(Withdrawals);
    return {
      sandbox,
      withdrawals,
      outbox: withdrawals.outbox,
      wallet: async (): Promise<number | undefined> => {
        const text = `SELECT cents FROM "${schema}".wallets WHERE owner = $1`;
        const { rows } = await admin.query<{ cents: number }>(text, [owner]);
        return rows[0]?.cents;
      },
      rejectByWebhook: async (tracking_id: string): Promise<number> => {
        const event = exampleTransaction({
          transaction_id: `t-${tracking_id}`,
          transaction_type: "withdrawal",
          status: "rejected",
          tracking_id,
          user_id: owner,
        });
        const delivery = signDelivery(event, { signaturePassword });
        return (await fetch(`${url}/webhooks/numipay`, delivery)).status;
      },
    };
  }

  it("sends a payout once its debit has committed", async () => {
    const { sandbox, withdrawals, outbox, wallet } = await startApp("ada");
    await withdrawals.withdraw("p-1", "ada");
    expect([await wallet(), sandbox.transactions().length]).toEqual([2000, 0]);
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(sandbox.transactions()).toMatchObject([{ tracking_id: "p-1", amount: "30.00" }]);
  });

  it("keeps neither debit nor payout of a transaction that rolls back", async () => {
    const { sandbox, withdrawals, outbox, wallet } = await startApp("bob");
    const failing = withdrawals.withdraw("p-2", "bob", () => Promise.reject(new Error("its own")));
    await expect(failing).rejects.toThrow("its own");
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 0 });
    expect([await wallet(), sandbox.transactions()]).toEqual([5000, []]);
  });

  it("rolls back the debit of a tracking_id that is used", async () => {
    const { withdrawals, wallet } = await startApp("cam");
    await withdrawals.withdraw("p-3", "cam");
    await expect(withdrawals.withdraw("p-3", "cam")).rejects.toSatisfy(isAlreadyQueuedError);
    expect(await wallet()).toBe(2000);
    await withdrawals.outbox.runOnce();
  });

  describe("refunds once", () => {
    it("after a refusal and a webhook", async () => {
      const { withdrawals, outbox, wallet, rejectByWebhook } = await startApp("dan", refuse);
      await withdrawals.withdraw("p-4", "dan");
      expect(await outbox.runOnce()).toMatchObject({ refused: 1 });
      expect(await wallet()).toBe(5000);
      expect(await rejectByWebhook("p-4")).toBe(200);
      expect(await wallet()).toBe(5000);
    });

    it("after a webhook before the refusal arrives", async () => {
      let reject = async (): Promise<unknown> => undefined;
      const app = await startApp("eve", async () => {
        await reject();
        return refuse();
      });
      reject = () => app.rejectByWebhook("p-5");
      await app.withdrawals.withdraw("p-5", "eve");
      await app.outbox.runOnce();
      expect(await app.wallet()).toBe(5000);
      expect(await app.outbox.runOnce()).toMatchObject({ refused: 0, failed: 0 });
      expect(await app.wallet()).toBe(5000);
    });
  });
});
