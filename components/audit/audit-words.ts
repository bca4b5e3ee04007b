import { useTranslations } from "next-intl";

/** The actions of the audit trail. Their names are stored in entries, so they stay as they are when words change. */
const ACTIONS = [
  "account.joint",
  "account.moved",
  "account.left",
  "api_key.created",
  "api_key.revoked",
  "audit.removed",
  "audit.subject_erased",
  "bank_api_key.made",
  "bank_api_key.ended",
  "bank_reading.changed",
  "card.assign",
  "card.assign_by_bank",
  "card.assign_undone",
  "card.unassign",
  "connect_page.changed",
  "connect_page.logo",
  "connect_session.create",
  "connect_session.cancel",
  "connect_session.cancel_many",
  "connect_session.restore",
  "connect_session.extend",
  "connect_session.export",
  "connect_session.reveal",
  "connect_session.not_me",
  "connect_session.reconnect",
  "connect_session.lost_access",
  "delivery.released",
  "delivery.discarded",
  "delivery.replayed",
  "delivery.judged_again",
  "deliveries.released",
  "deliveries.discarded",
  "deliveries.replayed",
  "deliveries.judged_again",
  "deliveries.released_finished",
  "deliveries.discarded_finished",
  "deliveries.replayed_finished",
  "deliveries.judged_again_finished",
  "deliveries.cancel_job",
  "job.cancelled",
  "job.failed",
  "job.retried",
  "linked_user.invite",
  "linked_user.changed",
  "linked_user.tag",
  "linked_user.untag",
  "linked_user.note",
  "linked_user.note_removed",
  "linked_user.import",
  "linked_user.export",
  "linked_user.mails_stopped",
  "linked_user.mails_resumed",
  "linked_user.mailed",
  "merchant.renamed",
  "merchant.merged",
  "merchant.merge_undone",
  "payments.exported",
  "payments.fetch_ordered",
  "payments.fetched",
  "partner_ref.rotated",
  "partner_ref.ended",
  "webhook_key.rotated",
  "webhook_key.ended",
  "reference.inspected",
  "site.changed",
  "staff.sign_in",
  "staff.sign_out_everywhere",
  "staff.add",
  "staff.disable",
  "staff.enable",
  "staff.reset_password",
  "staff.unlock",
  "token.assigned",
  "token.taken_back",
  "token.confirmed",
  "token.handed_out",
  "token.found_revoked",
  "token.found_expired",
] as const;

/** The words of the audit trail: what was done, and who did it if that is not a staff member. */
export function useAuditWords() {
  const t = useTranslations("audit");
  return {
    /** @returns the words for an action, null for one without any, such as a permission that was denied */
    describeAction(action: string): string | null {
      const known = ACTIONS.find((name) => name === action);
      return known === undefined ? null : t(`actions.${known}`);
    },
    nameActor(name: string): string {
      if (name === "system") return t("actors.system");
      return name === "end user" ? t("actors.end_user") : name;
    },
  };
}
