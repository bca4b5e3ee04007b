import account from "./messages/fr/account.json";
import apiKeys from "./messages/fr/apiKeys.json";
import audit from "./messages/fr/audit.json";
import bankApi from "./messages/fr/bankApi.json";
import cardImport from "./messages/fr/cardImport.json";
import cards from "./messages/fr/cards.json";
import common from "./messages/fr/common.json";
import connect from "./messages/fr/connect.json";
import connectPage from "./messages/fr/connectPage.json";
import deliveries from "./messages/fr/deliveries.json";
import errors from "./messages/fr/errors.json";
import exports from "./messages/fr/exports.json";
import fileImport from "./messages/fr/fileImport.json";
import firstSteps from "./messages/fr/firstSteps.json";
import funnel from "./messages/fr/funnel.json";
import invitation from "./messages/fr/invitation.json";
import jobs from "./messages/fr/jobs.json";
import listDisplay from "./messages/fr/listDisplay.json";
import mail from "./messages/fr/mail.json";
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
import signIn from "./messages/fr/signIn.json";
import sites from "./messages/fr/sites.json";
import staff from "./messages/fr/staff.json";
import tokens from "./messages/fr/tokens.json";
import transactions from "./messages/fr/transactions.json";
import twins from "./messages/fr/twins.json";
import userDetails from "./messages/fr/userDetails.json";
import userImport from "./messages/fr/userImport.json";
import users from "./messages/fr/users.json";
import type { Messages } from "./messages-en";

/** The French messages; a key that exists only in English does not compile. */
export const fr: Messages = {
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
