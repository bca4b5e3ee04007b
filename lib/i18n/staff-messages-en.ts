import account from "./messages/en/account.json";
import apiKeys from "./messages/en/apiKeys.json";
import audit from "./messages/en/audit.json";
import bankApi from "./messages/en/bankApi.json";
import cardImport from "./messages/en/cardImport.json";
import cards from "./messages/en/cards.json";
import common from "./messages/en/common.json";
import connectPage from "./messages/en/connectPage.json";
import deliveries from "./messages/en/deliveries.json";
import exports from "./messages/en/exports.json";
import fileImport from "./messages/en/fileImport.json";
import firstSteps from "./messages/en/firstSteps.json";
import funnel from "./messages/en/funnel.json";
import jobs from "./messages/en/jobs.json";
import listDisplay from "./messages/en/listDisplay.json";
import merchants from "./messages/en/merchants.json";
import notifications from "./messages/en/notifications.json";
import outage from "./messages/en/outage.json";
import overview from "./messages/en/overview.json";
import palette from "./messages/en/palette.json";
import passkeys from "./messages/en/passkeys.json";
import paymentCharts from "./messages/en/paymentCharts.json";
import paymentNotes from "./messages/en/paymentNotes.json";
import references from "./messages/en/references.json";
import savedViews from "./messages/en/savedViews.json";
import selection from "./messages/en/selection.json";
import settings from "./messages/en/settings.json";
import shell from "./messages/en/shell.json";
import sites from "./messages/en/sites.json";
import staff from "./messages/en/staff.json";
import tokens from "./messages/en/tokens.json";
import transactions from "./messages/en/transactions.json";
import twins from "./messages/en/twins.json";
import userDetails from "./messages/en/userDetails.json";
import userImport from "./messages/en/userImport.json";
import users from "./messages/en/users.json";

/**
 * The English messages of the dashboard, which its pages need in the browser. One JSON file per area; a new area is added
 * here and in staff-messages-fr.ts.
 */
export const staffEn = {
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

export type StaffMessages = typeof staffEn;
