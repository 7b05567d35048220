import { randomUUID } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import { TransactionHost } from "@numipay/sql";
import type { EntityManager } from "typeorm";
import type { Tool } from "../hires/tools.js";
import { Flag } from "./flag.js";
import { Hire } from "./hire.js";
import { Refund } from "./refund.js";

const forUpdate = { mode: "pessimistic_write" } as const;

/** Hires, refunds and flags. In a webhook handler, it reads and writes in the handler's transaction. */
@Injectable()
export class DeskStore {
  constructor(@Inject(TransactionHost) private readonly host: TransactionHost<EntityManager>) {}

  async addHire({ name, cents, currency }: Tool): Promise<Hire> {
    const hire = Object.assign(new Hire(), {
      id: `hire-${randomUUID()}`,
      customer: `customer-${randomUUID()}`,
      tool: name,
      cents,
      currency,
    });
    await this.host.tx.insert(Hire, hire);
    return hire;
  }

  /** @param db the transaction that puts the money on hold */
  async addRefund({ id, customer, cents, currency }: Hire, db: EntityManager): Promise<Refund> {
    const refund = Object.assign(new Refund(), {
      id: `refund-${randomUUID()}`,
      hireId: id,
      customer,
      cents,
      currency,
    });
    await db.insert(Refund, refund);
    return refund;
  }

  findHire(id: string): Promise<Hire | null> {
    return this.host.tx.findOneBy(Hire, { id });
  }

  findRefund(id: string): Promise<Refund | null> {
    return this.host.tx.findOneBy(Refund, { id });
  }

  /** @param db another transaction, outside of a handler */
  lockHire(id: string, db: EntityManager = this.host.tx): Promise<Hire | null> {
    return db.findOne(Hire, { where: { id }, lock: forUpdate });
  }

  lockRefund(id: string): Promise<Refund | null> {
    return this.host.tx.findOne(Refund, { where: { id }, lock: forUpdate });
  }

  listRefunds(hire?: Hire): Promise<Refund[]> {
    const where = hire === undefined ? {} : { hireId: hire.id };
    return this.host.tx.find(Refund, { where, order: { createdAt: "ASC" } });
  }

  listFlags(): Promise<Flag[]> {
    return this.host.tx.find(Flag, { order: { key: "ASC" } });
  }

  /** Saves a row that this transaction has locked. */
  async save(row: Hire | Refund): Promise<void> {
    await this.host.tx.save(row);
  }

  async flag(flag: Flag): Promise<void> {
    await this.host.tx.insert(Flag, flag);
  }

  /** Changes a hire if it is in the given state. Returns whether it was. */
  async moveHire(id: string, from: Hire["state"], changes: Partial<Hire>): Promise<boolean> {
    const { affected } = await this.host.tx.update(Hire, { id, state: from }, changes);
    return affected === 1;
  }

  /** Changes a refund if it is in the given state. Returns whether it was. */
  async moveRefund(
    id: string,
    from: Refund["state"],
    changes: Partial<Refund>,
    db: EntityManager = this.host.tx,
  ): Promise<boolean> {
    const { affected } = await db.update(Refund, { id, state: from }, changes);
    return affected === 1;
  }

  async setUrl(id: string, url: string): Promise<void> {
    await this.host.tx.update(Refund, { id }, { url });
  }

  /** Stores the gateway's status after a lost response. */
  async setLastKnownState(
    type: typeof Hire | typeof Refund,
    id: string,
    lastKnownState: NonNullable<Hire["lastKnownState"]>,
  ): Promise<void> {
    await this.host.tx.update(type, { id }, { lastKnownState });
  }
}
