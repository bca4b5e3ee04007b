/** A position in a list sorted by (time, id), newest first. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

/** One page of a list, and where the next one starts, as opaque text for a URL. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly next: string | null;
}
