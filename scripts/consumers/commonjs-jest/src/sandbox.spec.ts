import { Test } from "@nestjs/testing";
import { isRequestRejectedError, Numipay } from "@numipay/core";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { Wallet, WalletModule } from "./wallet";

describe("with the sandbox", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox();
  });

  afterAll(() => sandbox.close());

  it("calls the gateway", async () => {
    const client = new Numipay(sandbox.clientOptions);
    const module = await Test.createTestingModule({ imports: [WalletModule] })
      .overrideProvider(Numipay)
      .useValue(client)
      .compile();
    const { numipay } = module.get(Wallet);
    const order = { tracking_id: "order-1", user_id: "user-1", currency: "EUR", amount: "5.00" };
    const { url } = await numipay.payments.hostedCheckout(order);
    expect((await sandbox.fetch(url)).status).toBe(200);
    const unknown = await numipay.transactions.status("order-2").catch((error: unknown) => error);
    expect(isRequestRejectedError(unknown)).toBe(true);
  });

  it("serves the files of its portal", async () => {
    const page = await (await sandbox.fetch("/portal/transactions")).text();
    const [, style = ""] = /href="([^"]+style\.css)"/.exec(page) ?? [];
    expect((await sandbox.fetch(style)).status).toBe(200);
  });
});
