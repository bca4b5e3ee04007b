import { withSiteOfPage } from "@/components/navigation/kept-site";
import { saveFile } from "./save-file";

/** What became of a download: each has its words where it is asked for. */
export type Downloaded = "saved" | "too_many" | "failed";

/** Asks the server for a file, and has the browser save it. */
export async function downloadFile(url: string, asked: object, name: string): Promise<Downloaded> {
  try {
    const response = await fetch(withSiteOfPage(url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    if (!response.ok) return response.status === 413 ? "too_many" : "failed";
    saveFile(await response.blob(), name);
    return "saved";
  } catch {
    return "failed"; // no answer, or one cut short: the caller says so
  }
}
