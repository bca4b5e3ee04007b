import type { StudioWindow } from "./window";

// Serialised and run in the studio: nothing from outside this function may be used in it.
export function runForms(): void {
  const { studio } = window as unknown as { studio: StudioWindow };
  const { element, call, read, button, onSubmit, time } = studio;
  const text = (data: FormData, name: string) => String(data.get(name) ?? "");
  const given = (data: FormData, name: string) =>
    text(data, name) === "" ? {} : { [name]: text(data, name) };
  const number = (data: FormData, name: string) =>
    text(data, name) === "" ? {} : { [name]: Number(text(data, name)) };
  const ticked = (data: FormData, name: string) => data.get(name) !== null;

  onSubmit("trigger", (data) => {
    const [path, ...value] = text(data, "set").split("=");
    const set = path ? { [path]: value.join("=") } : {};
    const { event, customer, encoding, charset } = Object.fromEntries(data.entries());
    return call("trigger", { event, customer, encoding, charset, set, ...given(data, "fault") });
  });
  onSubmit("fault", (data) => call("fault", { fault: text(data, "fault") || null, ...number(data, "next") }));
  onSubmit("spend", (data) => {
    const [, count, per] = /^([\d.]+)(?:\/([smh]))?$/.exec(text(data, "rate")) ?? [];
    const seconds = per === "h" ? 3_600 : per === "m" ? 60 : 1;
    return call("spend", { rate: count === undefined ? "max" : Number(count) / seconds });
  });
  element("stop").addEventListener("click", () => void call("spend", { rate: 0 }));
  onSubmit("backfill", (data) =>
    call(
      "backfill",
      {
        days: Number(text(data, "days")),
        perDay: Number(text(data, "perDay")),
        customers: [text(data, "customer")],
        lost: ticked(data, "lost"),
      },
      ({ payments }: { payments: number }) => `${payments} payments.`,
    ),
  );
  onSubmit("settle", (data) =>
    call(
      "settle",
      { txid: text(data, "txid"), ...given(data, "amount"), anew: ticked(data, "anew") },
      () => "Settled.",
    ),
  );
  onSubmit("token", (data) =>
    call(
      "token",
      Object.fromEntries(data.entries()),
      ({ changed }: { changed: number }) => `${changed} changed.`,
    ),
  );
  onSubmit("key", (data) =>
    call("register-key", { publicKey: text(data, "publicKey") }, () => "Registered."),
  );
  onSubmit("api", (data) => {
    const addresses = text(data, "addresses")
      .split(/[\s,]+/)
      .filter(Boolean);
    const numbers = ["latencyMs", "every", "ratePerSecond"].map((name) => number(data, name));
    const changes = { trouble: text(data, "trouble"), addresses, numbers: ticked(data, "numbers") };
    return call("api", Object.assign(changes, ...numbers), () => "Applied.");
  });
  onSubmit("clock-at", (data) => call("clock", { at: new Date(text(data, "at")).toISOString() }));
  for (const [label, by] of [
    ["+1 hour", 3_600],
    ["+3 days", 259_200],
    ["−10 minutes", -600],
  ] as const)
    element("clock").append(button(label, () => void call("clock", { by })));
  element("clock").append(button("Right again", () => void call("clock", { reset: true })));
  const loaded = (answer: { customers: string[]; payments: number; pushed: number }) =>
    `${answer.customers.join(", ")}: ${answer.payments} payments, ${answer.pushed} sent.`;
  onSubmit("persona-make", (data) => {
    const numbers = ["seed", "days", "perDay"].map((name) => number(data, name));
    return call(
      "make-persona",
      Object.assign({ id: text(data, "id"), push: ticked(data, "push") }, ...numbers),
      loaded,
    );
  });
  onSubmit("persona-load", async (data) => {
    const file = data.get("file") as File;
    let persona: unknown = null;
    try {
      persona = JSON.parse(await file.text());
    } catch {
      // The bank says that it is no persona.
    }
    return call("load-persona", { persona, push: ticked(data, "push") }, loaded);
  });
  studio.draws.push(async () => {
    const [clock, fault] = await Promise.all([read("clock"), read("fault")]);
    if (clock.ok) element("now").textContent = time((clock.answer as { now: string }).now);
    const { active } = fault.answer as { active?: { fault: string; left: number | null } | null };
    const left = active?.left ? `, the next ${active.left}` : "";
    element("active").textContent = active ? `${active.fault}${left}` : "none";
  });
}
