"use client";

import { UserPlus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { useRouter } from "@/components/navigation/use-router";
import { SiteLinks } from "@/components/sites/site-links";
import { useShowsSeveral } from "@/components/sites/sites-context";
import { UserFields } from "@/components/user-details/user-fields";
import { type ConnectLink, inviteUser } from "./actions";
import { ConnectLinkCard } from "./connect-link-card";

/** Invites a user: first their details, then the link to send. */
export function InviteDialog() {
  const t = useTranslations("users.invite");
  const router = useRouter();
  /** The palette asks for it in the URL. */
  const asked = useSearchParams().get("invite") !== null;
  const [pressed, setPressed] = useState(false);
  const [link, setLink] = useState<ConnectLink | null>(null);
  const several = useShowsSeveral();
  const open = pressed || asked;
  const change = (next: boolean) => {
    setPressed(next);
    if (next) setLink(null);
    if (!next && asked) router.replace("/users", { scroll: false });
  };
  return (
    <>
      <Button variant="primary" onPress={() => change(true)}>
        <UserPlus aria-hidden="true" />
        {t("button")}
      </Button>
      <Dialog title={link === null ? t("title") : t("done")} isOpen={open} onOpenChange={change}>
        {several ? (
          <InviteFor />
        ) : link === null ? (
          <InviteForm onDone={setLink} />
        ) : (
          <ConnectLinkCard link={link} />
        )}
      </Dialog>
    </>
  );
}

/** A linked user is of one site: first it is chosen. */
function InviteFor() {
  const t = useTranslations("sites.choose");
  return (
    <>
      <p className="mb-4 text-dim">{t("invite")}</p>
      <SiteLinks also={{ invite: "1" }} />
    </>
  );
}

function InviteForm({ onDone }: { onDone: (link: ConnectLink) => void }) {
  const t = useTranslations("users.invite");
  const { run, pending, problem, forget } = useAction(inviteUser, onDone);
  const taken = problem === "reference_taken";
  return (
    <Form
      onSubmit={(fields) => run(Object.fromEntries(fields))}
      pending={pending}
      errors={taken ? { externalReference: t("problems.reference_taken") } : {}}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("text")}</p>
      <UserFields />
      <ActionProblem
        problem={taken ? null : problem}
        say={(name) => t(name === "site_ended" ? "problems.site_ended" : "problems.no_site")}
      />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("submit")}
      </Button>
    </Form>
  );
}
