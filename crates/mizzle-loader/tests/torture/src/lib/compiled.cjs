'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = 'compiled';
exports.named = require('./data.json').list.length;
