"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { RemovePasskey } from "./remove-passkey";
import { RenamePasskey } from "./rename-passkey";
import type { ShownPasskey } from "./shown-passkey";

interface PasskeysTableProps {
  passkeys: readonly ShownPasskey[];
  hasApp: boolean;
}

/** One's passkeys, each with its name, where it is kept and when it was used. */
export function PasskeysTable({ passkeys, hasApp }: PasskeysTableProps) {
  const t = useTranslations("passkeys");
  const [change, setChange] = useState<{ what: "rename" | "remove"; passkey: ShownPasskey } | null>(null);
  const close = () => setChange(null);
  return (
    <>
      <Table label={t("list")} compact cards>
        <TableHead>
          <Th>{t("name")}</Th>
          <Th>{t("kept")}</Th>
          <Th className="max-sm:hidden">{t("added")}</Th>
          <Th>{t("used")}</Th>
        </TableHead>
        <TableBody>
          {passkeys.map((passkey) => (
            <Tr key={passkey.id}>
              <Td className="[overflow-wrap:anywhere]">{passkey.name}</Td>
              <Td phone="end">
                <StatusPill tone="quiet">{t(passkey.synced ? "synced" : "oneDevice")}</StatusPill>
              </Td>
              <Td className="max-sm:col-span-2" phoneLabel={t("added")}>
                <ExactTime iso={passkey.addedAt} as="stampShort" />
              </Td>
              <Td className="max-sm:col-span-2">
                <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                  <span>
                    <span className="mr-1.5 text-label text-dim sm:hidden">{t("used")}</span>
                    {passkey.usedAt === null ? t("never") : <RelativeTime iso={passkey.usedAt} />}
                  </span>
                  <span className="flex gap-2">
                    <Button
                      size="small"
                      onPress={() => setChange({ what: "rename", passkey })}
                      aria-label={t("renameNamed", { name: passkey.name })}
                    >
                      {t("rename")}
                    </Button>
                    <Button
                      size="small"
                      onPress={() => setChange({ what: "remove", passkey })}
                      aria-label={t("removeNamed", { name: passkey.name })}
                    >
                      {t("remove")}
                    </Button>
                  </span>
                </span>
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      {change?.what === "rename" && <RenamePasskey passkey={change.passkey} onClose={close} />}
      {change?.what === "remove" && (
        <RemovePasskey passkey={change.passkey} isLast={!hasApp && passkeys.length === 1} onClose={close} />
      )}
    </>
  );
}
