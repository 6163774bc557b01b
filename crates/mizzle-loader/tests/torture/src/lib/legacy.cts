import path = require('node:path');
const label = path.basename(__filename, path.extname(__filename));
export = { label, here: path.basename(__dirname) };
