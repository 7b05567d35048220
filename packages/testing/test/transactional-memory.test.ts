import { it } from "vitest";
import { outboxCases } from "../src/outbox-cases.js";
import { openTransactionalMemory } from "./transactional-memory.js";

const open = async () => openTransactionalMemory();

for (const { name, run } of outboxCases({ open })) it(name, () => run());
