import { strict as assert } from "node:assert";

export async function smoke(load) {
  const { createSandbox } = await load("@numipay/sandbox");
  const sandbox = await createSandbox();
  const { url } = await sandbox.listen({ port: 0 });
  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Numipay/);
  await sandbox.close();
}
