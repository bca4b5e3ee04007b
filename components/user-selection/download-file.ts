/** What became of a download: each has its words where it is asked for. */
export type Downloaded = "saved" | "too_many" | "failed";

/** Asks the server for a file, and has the browser save it. */
export async function downloadFile(url: string, asked: object, name: string): Promise<Downloaded> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    if (!response.ok) return response.status === 413 ? "too_many" : "failed";
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // The browser reads it after this.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return "saved";
  } catch {
    return "failed"; // no answer, or one cut short: the caller says so
  }
}
