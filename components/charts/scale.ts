/** Pixels of a drawing: money is never read from it, so doubles are fine. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** The value at the top. */
  readonly top: number;
}

/** The smallest round number (1, 2 or 5 times a power of ten) that no value exceeds; 1 if there are none. */
export function roundTop(values: readonly (number | null)[]): number {
  const most = Math.max(...values.map((value) => value ?? 0), 1);
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [1, 2, 5, 10].find((step) => step * power >= most) ?? 10;
  return factor * power;
}

/** The drawing of a line. */
export interface LineShape {
  readonly path: string;
  /** Values between two gaps: strokes of no length, whose round ends look like dots. */
  readonly dots: string;
}

/** The shape of a line through values at even distances, with gaps for missing ones. */
export function lineShape(values: readonly (number | null)[], { width, height, top }: Frame): LineShape {
  const step = width / Math.max(values.length - 1, 1);
  let path = "";
  let dots = "";
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const point = `${(index * step).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`;
    const starts = (values[index - 1] ?? null) === null;
    if (starts && (values[index + 1] ?? null) === null) dots += `M${point}L${point}`;
    else path += `${starts ? "M" : "L"}${point}`;
  }
  return { path, dots };
}
