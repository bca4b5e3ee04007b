/** The answer of an endpoint of the bank. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}
