import { interleavings } from "../../interleavings.js";
import { describePgConformance } from "./describe-pg-conformance.js";

// All 1,000 take about a minute.
describePgConformance("pg on PostgreSQL", { interleavings });
