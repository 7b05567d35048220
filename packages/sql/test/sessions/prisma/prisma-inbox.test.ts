import { prismaInbox } from "../../../src/prisma.js";
import type { Prisma } from "../../programs/generated/client.js";
import { openPrisma, type Provider } from "../../programs/open-prisma.js";
import { describeLibrary } from "../library/library-suite.js";
import type { LibraryUnderTest } from "../library/library-under-test.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

const toLibrary = (provider: Provider): LibraryUnderTest<Prisma.TransactionClient> => ({
  entry: "prisma",
  open(settings, options) {
    const prisma = openPrisma(provider, settings);
    const maxHandlers = Math.max(1, settings.max - 1);
    return {
      inbox: prismaInbox({ prisma, provider, maxHandlers, ...options }),
      query: (text) => prisma.$executeRawUnsafe(text),
      end: () => prisma.$disconnect(),
    };
  },
  run: (tx, text) => tx.$executeRawUnsafe(text),
  nest: (tx, callback) => tx.$transaction(callback),
  closesConnections: false,
});

describeLibrary(toLibrary("postgresql"), postgres);
describeLibrary(toLibrary("mysql"), mariadb);
