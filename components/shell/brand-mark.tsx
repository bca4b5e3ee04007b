/** The product's mark. */
export function BrandMark() {
  return (
    <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center rounded-[7px] bg-ink">
      <span className="size-2.5 rounded-full border-[2.5px] border-bg" />
    </span>
  );
}
