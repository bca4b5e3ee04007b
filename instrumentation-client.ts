import "@/components/shell/zod-without-eval";
import { keepReadsWhileLeaving } from "@/components/navigation/reads-while-leaving";

keepReadsWhileLeaving(window);

// Next calls this at the start of every navigation in the browser.
export { beginNavigation as onRouterTransitionStart } from "@/components/shell/navigation";
