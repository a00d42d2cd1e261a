// Types of what our scripts use but do not define. Only the checker reads this file.
//
// Pagefind is loaded when it is first needed, from an address that depends on the language, so its type is
// given where it is imported:
//
//     /** @type {Pagefind} */
//     const pagefind = await import(address);

interface Pagefind {
  options(options: PagefindOptions): Promise<void>;
  init(): Promise<void>;
  /** Without a term, every page that the filters let through. */
  search(term: string | null, options?: PagefindSearchOptions): Promise<PagefindSearch>;
  /** Null where a later call has overtaken this one. */
  debouncedSearch(
    term: string | null,
    options?: PagefindSearchOptions,
    milliseconds?: number,
  ): Promise<PagefindSearch | null>;
  preload(term: string, options?: PagefindSearchOptions): Promise<void>;
  filters(): Promise<PagefindFilterCounts>;
  destroy(): Promise<void>;
  /** In the language that the page says it is in. */
  createInstance(options: PagefindOptions): Pagefind;
}

interface PagefindOptions {
  baseUrl?: string;
  bundlePath?: string;
  excerptLength?: number;
  highlightParam?: string;
  ranking?: {
    termFrequency?: number;
    termSimilarity?: number;
    termSaturation?: number;
    pageLength?: number;
  };
}

interface PagefindSearchOptions {
  filters?: Record<string, string | string[] | Record<string, unknown>>;
  sort?: Record<string, "asc" | "desc">;
}

type PagefindFilterCounts = Record<string, Record<string, number>>;

interface PagefindSearch {
  results: PagefindResult[];
  unfilteredResultCount: number;
  filters: PagefindFilterCounts;
  totalFilters: PagefindFilterCounts;
}

interface PagefindResult {
  id: string;
  score: number;
  words: number[];
  data(): Promise<PagefindPage>;
}

interface PagefindPage {
  url: string;
  /** HTML: the text around the words that were found, which stand in mark elements. */
  excerpt: string;
  content: string;
  word_count: number;
  /** Absent keys are undefined at run time. */
  meta: Record<string, string | undefined>;
  filters: Record<string, string[] | undefined>;
  sub_results: PagefindSubResult[];
}

interface PagefindSubResult {
  title: string;
  url: string;
  excerpt: string;
}
