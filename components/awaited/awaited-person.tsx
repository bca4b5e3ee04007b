"use client";

import { usePathname } from "next/navigation";
import { Panel } from "@/components/ui/panel";
import { Bar, Lines } from "./lines";
import { useTarget } from "./use-target";

const PERSON = /^\/users\/[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * Where a person's page will be, over the page that somebody comes from: that one stays as it is below, so that the way
 * back leads to where they were. It is only seen where the page takes longer than a blink.
 */
export function AwaitedPerson() {
  const target = useTarget();
  const path = usePathname();
  if (target === null || target.pathname === path || !PERSON.test(target.pathname)) return null;
  return (
    <div aria-hidden="true" data-awaited="" className="absolute inset-0 z-40 animate-blink-later bg-bg">
      <div className="sticky top-0 mx-auto max-w-[1440px] px-4 pt-5 sm:px-7">
        <p className="mb-[18px] min-h-9 text-title font-semibold [overflow-wrap:anywhere]">
          <bdi>{target.name}</bdi>
        </p>
        <div className="grid gap-4 min-[1100px]:grid-cols-2">
          {[6, 4, 5, 8].map((count) => (
            <Panel key={count}>
              <div className="flex flex-col gap-4">
                <Bar className="h-5 w-1/4" />
                <Lines count={count} />
              </div>
            </Panel>
          ))}
        </div>
      </div>
    </div>
  );
}
