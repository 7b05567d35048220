import { prismaInbox, prismaJournal, type PrismaTransaction } from "../../../src/prisma.js";
import { openPrisma, type Provider } from "../../programs/open-prisma.js";
import { describeJournal } from "../library/journal-suite.js";
import type { JournalUnderTest } from "../library/journal-under-test.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

type Tx = PrismaTransaction<ReturnType<typeof openPrisma>>;

const toUnderTest = (provider: Provider): JournalUnderTest<Tx> => ({
  entry: "prisma",
  open(settings, options) {
    const prisma = openPrisma(provider, settings);
    return {
      journal: prismaJournal({ prisma, provider, ...options }),
      inbox: prismaInbox({ prisma, provider, ...options }),
      others: [prisma],
      run: (tx, text) => tx.$executeRawUnsafe(text),
      transact: (work) => prisma.$transaction(work),
      end: () => prisma.$disconnect(),
    };
  },
});

describeJournal(toUnderTest("postgresql"), postgres);
describeJournal(toUnderTest("mysql"), mariadb);
