/** The pages that the palette leads to; `key` names their words. */
export const PLACES = {
  overview: "/",
  users: "/users",
  needHelp: "/users?state=unconfirmed%2Crefused%2Csign_in_failed%2Cclosed%2Cexpired",
  unowned: "/users/unowned",
  funnel: "/users/funnel",
  transactions: "/transactions",
  unattributed: "/transactions/unattributed",
  deliveries: "/deliveries",
  audit: "/audit",
  settings: "/settings",
  connectPage: "/settings/connect",
  keys: "/settings/keys",
  apiKeys: "/settings/api-keys",
  references: "/settings/references",
  jobs: "/settings/jobs",
  bankApi: "/settings/bank",
  staff: "/settings/staff",
  account: "/account",
  notifications: "/settings/notifications",
  invite: "/users?invite=1",
} as const;

export type Place = keyof typeof PLACES;

export const PLACE_KEYS = Object.keys(PLACES) as Place[];
