'use strict';
// node:perf_hooks

const web = internals.library('web/performance');
const histogram = () => ({ min: 0, max: 0, mean: 0, stddev: 0, percentiles: new Map(), percentile: () => 0, enable: () => true, disable: () => true, reset() {}, record() {} });

Object.assign(exports, web, { monitorEventLoopDelay: histogram, createHistogram: histogram });
internals.complete('perf_hooks', exports);
