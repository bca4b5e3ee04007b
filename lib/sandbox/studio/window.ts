/** What the scripts of the studio share in the browser. */
export interface StudioWindow {
  element(id: string): HTMLElement;
  call(path: string, body: unknown, done?: (answer: never) => string): Promise<void>;
  read(path: string): Promise<{ ok: boolean; answer: unknown }>;
  draw<Row>(id: string, most: number, write: (row: Row) => HTMLElement | HTMLElement[]): Promise<void>;
  cell(text: string, className?: string): HTMLTableCellElement;
  button(label: string, act: () => void, name?: string): HTMLButtonElement;
  onSubmit(id: string, act: (data: FormData, form: HTMLFormElement) => Promise<void> | void): void;
  time(iso: string): string;
  /** Redraws everything. */
  refresh(): Promise<void>;
  readonly draws: (() => Promise<void>)[];
}

// Rows of its tables, as the control door gives them.
export interface CustomerRow {
  id: string;
  name: string;
  does: string;
  balance: number;
  granted: boolean;
  cards: { ref: string; type: string; status: string }[];
}

interface AttemptRow {
  at: string;
  milliseconds: number;
  status: number | null;
  answer: string;
}
export interface SentRow {
  id: string;
  at: string;
  event: string;
  reference: string;
  fault: string | null;
  encoding: string;
  charset: string;
  url: string;
  data: unknown;
  tries: number;
  status: number | null;
  answer: string;
  attempts: AttemptRow[];
}

export interface CallRow {
  at: string;
  method: string;
  path: string;
  customer: string | null;
  status: number;
  exception: string | null;
}
