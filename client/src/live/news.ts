/** What the server tells a page. */

export interface News {
  lang: 'zh' | 'en';
  /** What would be shown at the page's address now; null while no site could be built. */
  marks: Marks | null;
  /** Some of the errors that keep the site from being built. */
  errors: Problem[];
  /** How many errors there are. */
  count: number;
  /** Warnings of the file that the page comes from. */
  warnings: Problem[];
}

/** Two pages with the same marks look the same. */
export interface Marks {
  /** Of all but the styles. */
  page: string;
  styles: Style[];
}

export interface Style {
  href: string;
  mark: string;
}

export interface Problem {
  code: string;
  message: string;
  hint: string | null;
  place: Spot | null;
}

export interface Spot {
  file: string;
  line: number;
  column: number;
  /** Address that opens the place in the author's editor. */
  link: string | null;
  /** The line: before the mark, the mark, and after it. */
  excerpt: [string, string, string] | null;
}
