import type { INestApplication } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { Numipay } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import request from "supertest";
import type { App } from "supertest/types";
import { signaturePassword, Wallet, WalletModule } from "./wallet";

describe("Wallet", () => {
  let app: INestApplication<App>;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [WalletModule] }).compile();
    app = module.createNestApplication();
    await app.init();
  });

  afterEach(() => app.close());

  it.each(["compact", "indented", "escaped", "trailing-newline"] as const)(
    "credits a %s delivery",
    async (serialization) => {
      const options = { signaturePassword, serialization };
      const { headers, body } = signDelivery(exampleTransaction(), options);
      const posted = request(app.getHttpServer()).post("/webhooks/numipay");
      await posted.set(headers).send(body).expect(200);
      expect(app.get(Wallet).credited).toEqual(["200.00"]);
    },
  );

  it("gets the client by its class", () => {
    expect(app.get(Wallet).numipay).toBeInstanceOf(Numipay);
  });
});
