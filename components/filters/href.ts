/** Values of a URL's query; undefined leaves a name out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** A link to a path with a changed query: null or undefined removes a name. */
export function hrefWith(
  path: string,
  query: Query,
  changes: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes }))
    if (value != null && value !== "") params.set(name, value);
  return params.size === 0 ? path : `${path}?${params}`;
}

/** A link to a list with other filters: from its beginning, with nothing open. */
export function filterHref(
  path: string,
  query: Query,
  changes: Readonly<Record<string, string | null | undefined>>,
): string {
  return hrefWith(path, query, { after: null, open: null, ...changes });
}

/** The first value of each query parameter, as pages get them. */
export function firstValues(params: Readonly<Record<string, string | string[] | undefined>>): Query {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      // A search cannot find what Postgres cannot store.
      return [name, first?.replaceAll("\0", "").toWellFormed()];
    }),
  );
}
