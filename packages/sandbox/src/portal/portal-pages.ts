import { accountsPage } from "./accounts/accounts-page.js";
import { analyticsPage } from "./analytics/analytics-page.js";
import { chaosPage } from "./chaos/chaos-page.js";
import { clockPage } from "./clock/clock-page.js";
import { credentialsPage } from "./credentials/credentials-page.js";
import { deliveriesPage } from "./deliveries/deliveries-page.js";
import type { PortalPage } from "./portal-page.js";
import { providerRulesPage } from "./provider-rules/provider-rules-page.js";
import { providersPage } from "./providers/providers-page.js";
import { testCardsPage } from "./test-cards/test-cards-page.js";
import { transactionsPage } from "./transactions/transactions-page.js";

/** The pages of the portal, in the order of the navigation. */
export const portalPages: readonly PortalPage[] = [
  transactionsPage,
  deliveriesPage,
  analyticsPage,
  accountsPage,
  credentialsPage,
  providersPage,
  providerRulesPage,
  clockPage,
  chaosPage,
  testCardsPage,
];
