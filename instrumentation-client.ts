import "@/components/shell/zod-without-eval";

// Next calls this at the start of every navigation in the browser.
export { beginNavigation as onRouterTransitionStart } from "@/components/shell/navigation";
