import account from "./messages/en/account.json";
import apiKeys from "./messages/en/apiKeys.json";
import audit from "./messages/en/audit.json";
import bankApi from "./messages/en/bankApi.json";
import cardImport from "./messages/en/cardImport.json";
import cards from "./messages/en/cards.json";
import common from "./messages/en/common.json";
import connect from "./messages/en/connect.json";
import connectPage from "./messages/en/connectPage.json";
import deliveries from "./messages/en/deliveries.json";
import errors from "./messages/en/errors.json";
import exports from "./messages/en/exports.json";
import fileImport from "./messages/en/fileImport.json";
import firstSteps from "./messages/en/firstSteps.json";
import funnel from "./messages/en/funnel.json";
import invitation from "./messages/en/invitation.json";
import jobs from "./messages/en/jobs.json";
import listDisplay from "./messages/en/listDisplay.json";
import mail from "./messages/en/mail.json";
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
import signIn from "./messages/en/signIn.json";
import sites from "./messages/en/sites.json";
import staff from "./messages/en/staff.json";
import tokens from "./messages/en/tokens.json";
import transactions from "./messages/en/transactions.json";
import twins from "./messages/en/twins.json";
import userDetails from "./messages/en/userDetails.json";
import userImport from "./messages/en/userImport.json";
import users from "./messages/en/users.json";

/**
 * The English messages: every other language has the same keys. One JSON file per area; a new area is added here and
 * in messages-fr.ts.
 */
export const en = {
  account,
  apiKeys,
  audit,
  bankApi,
  cardImport,
  cards,
  common,
  connect,
  connectPage,
  deliveries,
  errors,
  exports,
  invitation,
  jobs,
  listDisplay,
  mail,
  merchants,
  notifications,
  outage,
  overview,
  fileImport,
  firstSteps,
  funnel,
  palette,
  passkeys,
  paymentCharts,
  paymentNotes,
  references,
  savedViews,
  selection,
  settings,
  shell,
  signIn,
  sites,
  staff,
  tokens,
  transactions,
  userDetails,
  twins,
  userImport,
  users,
};

export type Messages = typeof en;
export type Area = keyof Messages;
