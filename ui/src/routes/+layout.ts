// One page for every address; the core is asked from the window, never at build time.
export const ssr = false;
export const prerender = false;
