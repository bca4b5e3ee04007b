/** Who signs in to a running server. */
interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in like the form. @returns the status, and the cookies to continue with */
export async function signIn(
  url: string,
  { email, password }: Credentials,
): Promise<{ readonly status: number; readonly cookie: string }> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answered = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  await answered.arrayBuffer();
  return { status: answered.status, cookie: cookiesOf(answered) };
}

function cookiesOf(response: Response): string {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return cookies.join("; ");
}
