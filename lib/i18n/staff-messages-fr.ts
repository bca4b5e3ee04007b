import account from "./messages/fr/account.json";
import apiKeys from "./messages/fr/apiKeys.json";
import audit from "./messages/fr/audit.json";
import bankApi from "./messages/fr/bankApi.json";
import cardImport from "./messages/fr/cardImport.json";
import cards from "./messages/fr/cards.json";
import common from "./messages/fr/common.json";
import connectPage from "./messages/fr/connectPage.json";
import deliveries from "./messages/fr/deliveries.json";
import exports from "./messages/fr/exports.json";
import fileImport from "./messages/fr/fileImport.json";
import firstSteps from "./messages/fr/firstSteps.json";
import funnel from "./messages/fr/funnel.json";
import jobs from "./messages/fr/jobs.json";
import listDisplay from "./messages/fr/listDisplay.json";
import merchants from "./messages/fr/merchants.json";
import notifications from "./messages/fr/notifications.json";
import outage from "./messages/fr/outage.json";
import overview from "./messages/fr/overview.json";
import palette from "./messages/fr/palette.json";
import passkeys from "./messages/fr/passkeys.json";
import paymentCharts from "./messages/fr/paymentCharts.json";
import paymentNotes from "./messages/fr/paymentNotes.json";
import references from "./messages/fr/references.json";
import savedViews from "./messages/fr/savedViews.json";
import selection from "./messages/fr/selection.json";
import settings from "./messages/fr/settings.json";
import shell from "./messages/fr/shell.json";
import sites from "./messages/fr/sites.json";
import staff from "./messages/fr/staff.json";
import tokens from "./messages/fr/tokens.json";
import transactions from "./messages/fr/transactions.json";
import twins from "./messages/fr/twins.json";
import userDetails from "./messages/fr/userDetails.json";
import userImport from "./messages/fr/userImport.json";
import users from "./messages/fr/users.json";
import type { StaffMessages } from "./staff-messages-en";

/** The French messages of the dashboard, area by area as in staff-messages-en.ts. */
export const staffFr: StaffMessages = {
  account,
  apiKeys,
  audit,
  bankApi,
  cardImport,
  cards,
  common,
  connectPage,
  deliveries,
  exports,
  fileImport,
  firstSteps,
  funnel,
  jobs,
  listDisplay,
  merchants,
  notifications,
  outage,
  overview,
  palette,
  passkeys,
  paymentCharts,
  paymentNotes,
  references,
  savedViews,
  selection,
  settings,
  shell,
  sites,
  staff,
  tokens,
  transactions,
  twins,
  userDetails,
  userImport,
  users,
};
