// The legacy build is the same reader for older web views; its minified file has no types of its own.
declare module 'pdfjs-dist/legacy/build/pdf.min.mjs' {
  export * from 'pdfjs-dist';
}
