/** The look that text inputs and selects share. */
export const INPUT =
  "h-9 w-full min-w-0 rounded-control border border-line-strong bg-panel px-3 text-body text-ink hover:border-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent-soft data-invalid:border-bad disabled:opacity-55";
