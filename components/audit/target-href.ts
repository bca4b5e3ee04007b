import type { TargetName } from "@/lib/audit/target-names-store";

/** The page of what was done something to; null if it has none, or is gone. */
export function hrefOfTarget(type: string, id: string, target: TargetName | null): string | null {
  if (type === "delivery") return `/deliveries?open=${id}`;
  if (type === "job") return "/settings/jobs";
  if (target === null) return null;
  if (target.userId !== null) return `/users/${target.userId}`;
  switch (type) {
    case "transaction":
      return `/transactions?open=${id}`;
    case "card":
      return `/transactions?card=${id}`;
    case "merchant":
      return `/transactions/merchants/${id}`;
    case "api_key":
      return `/settings/api-keys/${id}`;
    case "staff":
    case "staff_invitation":
      return "/settings/staff";
    case "site":
      return "/settings";
    default:
      return null;
  }
}
