'use strict';
module.exports = internals.complete('fs/promises', require('fs').promises);
