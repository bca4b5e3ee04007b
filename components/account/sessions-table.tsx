"use client";

import { useTranslations } from "next-intl";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import type { DescribedDevice } from "@/lib/staff/account/describe-device";
import { endOwnOtherSessions, endOwnSession } from "./actions";

/** A session as its owner recognises it. */
export interface ShownSession extends DescribedDevice {
  readonly id: string;
  readonly address: string | null;
  readonly createdAt: string;
  readonly usedAt: string;
  readonly isThis: boolean;
}

/** Where one is signed in. */
export function SessionsTable({ sessions }: { sessions: readonly ShownSession[] }) {
  const t = useTranslations("account.sessions");
  const ending = useAction(endOwnSession);
  const all = useAction(endOwnOtherSessions);
  return (
    <>
      <Table label={t("title")} compact cards>
        <TableHead>
          <Th>{t("device")}</Th>
          <Th>{t("address")}</Th>
          <Th className="max-sm:hidden">{t("since")}</Th>
          <Th>{t("used")}</Th>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <Tr key={session.id}>
              <Td>{nameOf(session, t("unknown"))}</Td>
              <Td phone="end" className="font-mono text-[12px]">
                {session.address ?? "–"}
              </Td>
              <Td className="max-sm:col-span-2" phoneLabel={t("since")}>
                <ExactTime iso={session.createdAt} as="stampShort" />
              </Td>
              <Td className="max-sm:col-span-2">
                <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                  <span>
                    <span className="mr-1.5 text-label text-dim sm:hidden">{t("used")}</span>
                    <RelativeTime iso={session.usedAt} />
                  </span>
                  {session.isThis ? (
                    <StatusPill tone="ok">{t("this")}</StatusPill>
                  ) : (
                    <Button
                      size="small"
                      onPress={() => ending.run({ sessionId: session.id })}
                      isPending={ending.pending}
                      aria-label={t("endNamed", { device: nameOf(session, t("unknown")) })}
                    >
                      {t("end")}
                    </Button>
                  )}
                </span>
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      <div className="flex flex-col gap-3 px-[18px] py-3.5">
        <ActionProblem problem={ending.problem} say={() => t("gone")} />
        <ActionProblem problem={all.problem} say={noWords} />
        {sessions.length > 1 && (
          <div>
            <Button variant="danger" onPress={() => all.run(undefined)} isPending={all.pending}>
              {t("endOthers")}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function nameOf({ browser, system }: DescribedDevice, unknown: string): string {
  return [browser, system].filter((part) => part !== null).join(", ") || unknown;
}
