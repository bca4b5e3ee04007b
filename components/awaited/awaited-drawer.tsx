import { DRAWER_FRAME } from "@/components/controls/drawer-frame";
import { classNames } from "@/components/ui/class-names";
import { Bar, Lines } from "./lines";
import { useTarget } from "./use-target";

/** Where a drawer will be. The row it is about is marked; who cannot see hears of the drawer when it is there. */
export function AwaitedDrawer({ moves }: { moves: boolean }) {
  const target = useTarget();
  return (
    <div aria-hidden="true" data-awaited="" className={classNames(DRAWER_FRAME, moves && "animate-drawer")}>
      <p className="px-[18px] pt-[18px] text-section font-semibold [overflow-wrap:anywhere]">
        <bdi>{target?.name}</bdi>
      </p>
      <div className="flex flex-col gap-4 px-[18px] pt-2 pb-[18px]">
        <Bar className="h-8 w-1/2" />
        <Lines count={8} />
      </div>
    </div>
  );
}
