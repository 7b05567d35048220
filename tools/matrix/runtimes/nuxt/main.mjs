// The built server, as Nuxt starts it. Its address is in its output, which is passed on.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { print } from "play";

const { stdout } = spawn(process.execPath, [".output/server/index.mjs"], {
  env: { ...process.env, HOST: "127.0.0.1", PORT: "0" },
  stdio: ["ignore", "pipe", "inherit"],
});

for await (const line of createInterface(stdout)) {
  const [, url] = /^Listening on (http:\S+)/.exec(line) ?? [];
  if (url === undefined) {
    console.log(line);
    continue;
  }
  print({
    setup: "event handler",
    webhooks: { "": `${url}/webhooks/numipay` },
    health: `${url}/health`,
    client: `${url}/shop/`,
    suite: `${url}/suite`,
  });
  print({
    setup: "event handler behind readBody()",
    webhooks: { "": `${url}/parsed/webhooks/numipay` },
    suite: `${url}/parsed/suite`,
  });
  print({ ready: true });
}
