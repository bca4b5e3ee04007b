import { classNames } from "@/components/ui/class-names";

const WIDTHS = ["w-2/5", "w-4/5", "w-3/5", "w-11/12", "w-1/2", "w-3/4", "w-1/3", "w-2/3"] as const;

/** Where lines of text will be. */
export function Lines({ count }: { count: number }) {
  return WIDTHS.slice(0, count).map((width) => <Bar key={width} className={classNames("h-4", width)} />);
}

/** Where something will be. */
export function Bar({ className }: { className: string }) {
  return <span className={classNames("block rounded-control bg-hover", className)} />;
}
