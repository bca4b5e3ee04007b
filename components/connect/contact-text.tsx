import { splitContacts } from "./split-contacts";

/** A text with tappable addresses, numbers and links. */
export function ContactText({ text }: { text: string }) {
  return splitContacts(text).map((part) => {
    if (part.href === null) return part.text;
    // Leaving this page must not lose anything of it.
    const away = part.href.startsWith("http") ? { target: "_blank", rel: "noreferrer" } : {};
    return (
      <a key={part.at} href={part.href} {...away} className="underline hover:text-ink">
        {part.text}
      </a>
    );
  });
}
