"use client";

/** Floats over a table with waiting new rows, and shows them. */
export function NewRowsButton({ text, onShow }: { text: string; onShow: () => void }) {
  return (
    <div role="status" className="fixed top-3 left-1/2 z-20 -translate-x-1/2">
      <button
        type="button"
        onClick={onShow}
        className="rounded-full bg-accent-soft px-4 py-2 text-table font-[540] text-accent shadow-float"
      >
        {text}
      </button>
    </div>
  );
}
