"use client";

import { memo, useEffect, useRef } from "react";
import { bankSlot } from "./ac-dispatcher";

/** Where the bank draws its button. Never rendered again, and its content is none of React's. */
export const BankSlot = memo(function BankSlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    host.current?.append(bankSlot());
  }, []);
  return <div ref={host} className="grid min-h-12 items-center" />;
});
