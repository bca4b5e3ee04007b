import { classNames } from "@/components/ui/class-names";

/** How a drawer lies on the page: beside the table, or over it where there is no room. */
export const DRAWER_FRAME = classNames(
  "z-30 overflow-y-auto border-line bg-panel text-ink outline-none backdrop:bg-scrim",
  "max-[1100px]:fixed max-[1100px]:inset-y-0 max-[1100px]:right-0 max-[1100px]:left-auto max-[1100px]:m-0 max-[1100px]:h-dvh max-[1100px]:max-h-none max-[1100px]:w-[min(400px,100vw)] max-[1100px]:max-w-none max-[1100px]:border-l max-[1100px]:shadow-float",
  "min-[1100px]:sticky min-[1100px]:top-5 min-[1100px]:m-0 min-[1100px]:max-h-[calc(100dvh-40px)] min-[1100px]:w-full min-[1100px]:rounded-panel min-[1100px]:border",
);
