"use client";

import { memo, useEffect, useRef } from "react";
import { bankSlot } from "./ac-dispatcher";

/** The bank draws its button here. Never rendered again; React does not manage its content. */
export const BankSlot = memo(function BankSlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    host.current?.append(bankSlot());
  }, []);
  return <div ref={host} className="grid min-h-12 items-center" />;
});
