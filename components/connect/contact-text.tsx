import { splitContacts } from "./split-contacts";

/** A text in which addresses, numbers and links can be tapped. */
export function ContactText({ text }: { text: string }) {
  return splitContacts(text).map((part) => {
    if (part.href === null) return part.text;
    // Away from this page nothing must be lost of it.
    const away = part.href.startsWith("http") ? { target: "_blank", rel: "noreferrer" } : {};
    return (
      <a key={part.at} href={part.href} {...away} className="underline hover:text-ink">
        {part.text}
      </a>
    );
  });
}
