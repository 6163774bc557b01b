/**
 * JSON over several lines. Only white space changes: numbers of any length, the order of keys and
 * keys that are there twice stay as they are, which reading and writing it would not promise.
 */
export function formatJson(json: string): string {
  let [out, depth, at] = ["", 0, 0];
  const line = () => `\n${"  ".repeat(depth)}`;
  while (at < json.length) {
    const char = json[at] ?? "";
    if (char === '"') {
      const end = endOfString(json, at);
      out += json.slice(at, end);
      at = end;
      continue;
    }
    if (char === "{" || char === "[") {
      const closing = /^\s*[}\]]/.exec(json.slice(at + 1, at + 200));
      if (closing) {
        out += char + closing[0].trim();
        at += 1 + closing[0].length;
        continue;
      }
      depth += 1;
      out += char + line();
    } else if (char === "}" || char === "]") {
      depth = Math.max(0, depth - 1);
      out += line() + char;
    } else if (char === ",") out += char + line();
    else if (char === ":") out += ": ";
    else if (!/\s/.test(char)) out += char;
    at += 1;
  }
  return out;
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === "\\") at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}
