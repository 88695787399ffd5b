import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    // One page for every address: the program is a single-page application in the desktop
    // window and behind `netra serve`. build/ itself stays, so that crates/server can watch it.
    adapter: adapter({ pages: 'build/site', assets: 'build/site', fallback: 'index.html' }),
    // Kit's own start script passes the strict policy by its hash, in both shells.
    csp: { mode: 'hash', directives: { 'script-src': ['self'] } },
    version: { name: process.env.NETRA_VERSION ?? 'dev', pollInterval: 0 },
    output: { preloadStrategy: 'modulepreload' },
  },
};
