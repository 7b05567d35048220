// Runs a Nest app, prints its URL and reports each effect before its handler returns. The test then kills the process.
import { type NestInput, serveNestApp } from "./nest-app.js";
import { prismaMetadata } from "./nest-prisma.js";
import { typeormMetadata } from "./nest-typeorm.js";

const { orm, ...input } = JSON.parse(process.argv[2] ?? "") as NestInput & { orm: string };
const metadata = orm === "TypeORM" ? typeormMetadata(input) : prismaMetadata(input);
const app = await serveNestApp(metadata, {
  pass: () => {
    process.stdout.write("held\n");
    return new Promise<void>(() => undefined);
  },
});
process.stdout.write(`${await app.getUrl()}\n`);
