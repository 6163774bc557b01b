'use strict';
// The module `drizzle-kit` as a config imports it, and `mizzle`, which does the same.

exports.defineConfig = (config) => config;
