/** What the bank's API refuses, by the name of the exception that its SDK raises. */
const ERRORS = {
  noToken: [400, 1001, "OAuth2InvalidRequestException", "No access token was sent."],
  unknownToken: [401, 1002, "OAuth2InvalidTokenException", "The access token is not valid."],
  expired: [401, 1003, "OAuth2InvalidTokenException", "The access token has expired."],
  revoked: [401, 1004, "OAuth2InvalidTokenException", "The access token was revoked."],
  scope: [403, 1010, "FunctionalityNotAllowedException", "This functionality is not in the token's scope."],
  signature: [403, 1020, "BadRsaSignatureException", "The RSA signature is missing or wrong."],
  spent: [403, 1021, "ValidationDataAlreadyUsedException", "The validation data was already used."],
  address: [403, 1030, "IpAddressNotAllowedException", "Your IP address is not allowed."],
  version: [400, 1040, "VersionNotSupportedException", "This version of the API is not supported."],
  route: [404, 1041, "InvalidRouteException", "There is no such route."],
  method: [405, 1042, "MethodNotAllowedException", "This method is not allowed here."],
  rate: [429, 1050, "MaxQueryRateByApiUserReachedException", "Too many queries for this API user."],
  account: [403, 2001, "AccountIdNoRightsException", "The token gives no rights on this account."],
  card: [403, 3001, "CardAccountNoRightsException", "The token gives no rights on this card."],
  payment: [404, 3002, "CardStatementNotFoundException", "This card has no such transaction."],
  parameter: [400, 3003, "CardInvalidParameterException", "A parameter is not valid."],
  dates: [400, 3004, "DateStartGreaterThanDateEndFilterException", "date_start is after date_end."],
  statement: [404, 2002, "AccountStatementNotFoundException", "This account has no such movement."],
  unknown: [500, 9001, "UnknownException", "An unknown error occurred."],
  network: [504, 9002, "BankingNetworkTimeoutException", "The banking network did not answer in time."],
} as const satisfies Readonly<Record<string, readonly [number, number, string, string]>>;

export type Refusal = keyof typeof ERRORS;

/** Thrown where a call is refused; `Retry-After` is in seconds. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly error: { readonly code: number; readonly message: string; readonly exception: string };

  constructor(
    readonly refusal: Refusal,
    readonly retryAfter?: number,
  ) {
    const [status, code, exception, message] = ERRORS[refusal];
    super(message);
    this.status = status;
    this.error = { code, message, exception };
  }
}
