import type { Plugin } from 'esbuild';

/**
 * Takes `node:http` and `node:https` through `process.getBuiltinModule` instead of an import.
 *
 * The namespace of an imported module is built from all its properties, and reading `http.WebSocket` loads undici: 30 ms
 * of every cold start on Node 24, for functions that open no WebSocket.
 */
export const lazyHttp: Plugin = {
  name: 'lazy-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^(node:)?/, 'node:'),
      namespace: 'lazy-http',
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: 'lazy-http' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
      loader: 'js',
    }));
  },
};
