import { describe, expect, it } from "vitest";
import { createSandbox } from "../../src/index.js";
import { createMerchant, openCheckout } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

describe("the option merchantName", () => {
  it("names the first account in cashier and portal", async () => {
    const merchant = await createMerchant({ merchantName: " Kaffee & Söhne " });
    const { sandbox } = merchant;
    expect(sandbox.account().merchantName).toBe("Kaffee & Söhne");
    for (const url of [await openCheckout(merchant), "/portal/accounts"]) {
      expect(await (await sandbox.fetch(url)).text()).toContain("Kaffee &amp; Söhne");
    }
    await sandbox.close();
  });

  it("renames the account of a file, and is kept there", async () => {
    const file = await temporaryFile();
    const names: string[] = [];
    for (const options of [{}, { merchantName: "Coffee" }, {}, { merchantName: "Tea" }]) {
      const sandbox = await createSandbox({ file, ...options });
      names.push(sandbox.account().merchantName);
      await sandbox.close();
    }
    expect(names).toEqual(["Demo Merchant", "Coffee", "Coffee", "Tea"]);
  });

  it.each(["", " ", "a".repeat(81), "a\nb", "\u001b[31m", "\ud800", 7, null])(
    "rejects %j",
    async (merchantName) => {
      await expect(createSandbox({ merchantName: merchantName as string })).rejects.toThrow(
        new TypeError(
          "merchantName must be a text of 1 to 80 characters without control characters.",
        ),
      );
    },
  );

  it("accepts 80 characters of any script", async () => {
    const merchantName = "🍰".repeat(80);
    const sandbox = await createSandbox({ merchantName });
    expect(sandbox.account().merchantName).toBe(merchantName);
    await sandbox.close();
  });
});
