const PATIENCE_MS = 5_000;

/**
 * Sends a test event to our own public address, as the settings have it. Whether it arrived, the door knows: not every
 * machine reaches its own public address, and what answers there may be something else.
 */
export async function sendTestEvent(url: string, body: string): Promise<void> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
  } catch {
    // no answer in time: it did not arrive, which the caller finds out
  }
}
