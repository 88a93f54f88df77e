/** The files of an index as decoded values, kept for a while. */
import type { Fold } from './characters';
import { ROOT, SearchError, type Source, unwrap } from './files';
import * as json from './json';
import { concat, type List } from './lists';
import { decodePositions, type Places } from './positions';
import { decodeRoot, type Family, fileOf, filesFrom, type Root } from './root';
import { decodePart, decodeTerms, findTerm, type Term, type TermFile } from './terms';
import { decodePages, type Page } from './texts';

/** Files that are kept; those that were not used for longest go first. */
const KEPT = 200;

export class Store {
  private readonly files = new Map<string, Promise<unknown>>();

  private constructor(
    private readonly source: Source,
    readonly root: Root,
  ) {}

  static async open(source: Source, revalidate = false): Promise<Store> {
    return new Store(source, await read(source, ROOT, decodeRoot, revalidate));
  }

  private file<T>(path: string, decode: (content: Uint8Array) => T): Promise<T> {
    let file = this.files.get(path) as Promise<T> | undefined;
    if (!file) {
      file = read(this.source, path, decode);
      // What failed is not kept, so that it can be tried again.
      file.catch(() => this.files.get(path) === file && this.files.delete(path));
    }
    this.files.delete(path);
    this.files.set(path, file);
    if (this.files.size > KEPT) this.files.delete(this.files.keys().next().value!);
    return file;
  }

  private member<T>(letter: string, { group, names }: Family, place: number, decode: (content: Uint8Array) => T) {
    const at = Math.floor(place / group) * 8;
    const name = names.slice(at, at + 8);
    return this.file(`${letter}/${name}${group > 1 ? `/${place % group}` : ''}`, decode);
  }

  termFile(place: number): Promise<TermFile> {
    return this.member('t', this.root.terms, place, (content) => decodeTerms(content, this.root));
  }

  async term(key: string): Promise<Term | undefined> {
    const place = fileOf(this.root.terms.keys, key);
    return place < 0 ? undefined : findTerm(await this.termFile(place), key);
  }

  /** A term's postings: all, or those on the parts where given pages are. */
  async list({ list, parts }: Term, pages?: Uint32Array | null): Promise<List> {
    if (!parts) return list;
    const { lists } = this.root;
    const wanted = pages && new Set(Array.from(pages, (page) => Math.floor(page / lists)));
    const loads = Array.from(parts, (name, part) => {
      if (!name || (wanted && !wanted.has(part))) return [];
      const path = `l/${name.toString(16).padStart(8, '0')}`;
      return [this.file(path, (content) => decodePart(content, part * lists, this.root))];
    });
    return concat(await Promise.all(loads.flat()));
  }

  async places(term: string): Promise<Places | undefined> {
    const { keys } = this.root.positions;
    const place = fileOf(keys, term);
    if (place < 0) return undefined;
    const decode = (content: Uint8Array) => decodePositions(content, this.root.pages);
    return (await this.member('p', this.root.positions, place, decode))(term);
  }

  async page(page: number): Promise<Page> {
    const { starts, texts } = this.root;
    let file = 0;
    while (starts[file + 1] <= page) file++;
    const count = starts[file + 1] - starts[file];
    const pages = await this.member('x', texts, file, (content) => decodePages(content, count));
    return pages[page - starts[file]];
  }

  /** Entries of the lists of words that may begin with a text. */
  words(text: string): Promise<string[]> {
    return this.entries('w', this.root.words, text, json.decodeWords);
  }

  /** Entries of the list of readings whose initials may begin with a text. */
  readings(text: string): Promise<string[][]> {
    return this.entries('y', this.root.pinyin, text, json.decodeReadings);
  }

  private async entries<T>(letter: string, family: Family, text: string, decode: (content: Uint8Array) => T[]) {
    const files = filesFrom(family.keys, text).map((place) => this.member(letter, family, place, decode));
    return (await Promise.all(files)).flat();
  }

  facet(name: string): Promise<json.Facet> {
    return this.file(`f/${this.root.facets[name]}`, (content) => json.decodeFacet(content, this.root.pages));
  }

  dates(): Promise<number[]> {
    return this.file(`d/${this.root.dates}`, (content) => json.decodeDates(content, this.root.pages));
  }

  fold(): Promise<Fold> {
    return this.file(`d/${this.root.fold}`, json.decodeFold);
  }

  glossary(): Promise<json.Names[]> {
    return this.file(`d/${this.root.glossary}`, json.decodeGlossary);
  }
}

async function read<T>(source: Source, path: string, decode: (content: Uint8Array) => T, revalidate = false): Promise<T> {
  const content = await unwrap(path, await source.load(path, { revalidate }));
  try {
    return decode(content);
  } catch {
    throw new SearchError('damaged', path);
  }
}
