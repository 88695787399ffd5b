import { rpc } from './rpc';

/** Which document: one of a project's or a quote's pack (`pack.contents` names them). */
export interface DocumentOrder {
  kind: 'project' | 'quote';
  subject: string;
  audience: 'client' | 'internal';
  /** A `file_name` of `pack.contents`; the first document when not given. */
  document?: string;
  /** When not given a quote speaks its own language, a project the reader's. */
  language?: 'en' | 'hi';
}

export interface DocumentPages {
  title: string;
  language: string;
  /** One self-contained SVG a page, laid out as the PDF is. */
  pages: string[];
}

export interface DocumentFile {
  title: string;
  language: string;
  file_name: string;
  media_type: string;
  base64: string;
  /** For Markdown alone. */
  text?: string;
}

/** The document as pictures of its pages, for showing (`<img src={pageSource(page)}>`). */
export function documentPages(order: DocumentOrder): Promise<DocumentPages> {
  return rpc({ op: 'document', args: { ...order, format: 'pages' } }) as Promise<DocumentPages>;
}

/** The document as a file, for saving; nothing is written and nothing recorded. */
export function documentFile(order: DocumentOrder, format: 'md' | 'docx' | 'pdf'): Promise<DocumentFile> {
  return rpc({ op: 'document', args: { ...order, format } }) as Promise<DocumentFile>;
}

/** An address for an `<img>`: the picture can run nothing and load nothing there. */
export function pageSource(page: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(page)}`;
}
