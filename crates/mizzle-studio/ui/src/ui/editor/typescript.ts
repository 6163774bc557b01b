// TypeScript to be read: words, strings, numbers and comments in their colours. The parser of
// `@codemirror/lang-javascript` would be a tenth of the page for no more than that.

import { StreamLanguage, type StreamParser } from "@codemirror/language";

type State = { inComment: boolean; quote: string | null };

const KEYWORDS = new Set(
  "as async await break case catch class const continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof undefined var void while yield".split(" "),
);

const parser: StreamParser<State> = {
  name: "typescript",
  startState: () => ({ inComment: false, quote: null }),
  token(stream, state) {
    if (state.inComment) {
      if (stream.skipTo("*/")) {
        stream.match("*/");
        state.inComment = false;
      } else stream.skipToEnd();
      return "comment";
    }
    if (state.quote !== null) return rest(stream, state, state.quote);
    if (stream.eatSpace()) return null;
    if (stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match("/*")) {
      state.inComment = true;
      return "comment";
    }
    const quote = stream.match(/^["'`]/) as RegExpMatchArray | null;
    if (quote) return rest(stream, state, quote[0]);
    if (stream.match(/^\d[\w.]*/)) return "number";
    const word = stream.match(/^[A-Za-z_$][\w$]*/) as RegExpMatchArray | null;
    if (!word) {
      stream.next();
      return null;
    }
    if (KEYWORDS.has(word[0])) return "keyword";
    return stream.match(/^\s*[(:]/, false) ? "propertyName" : "variableName";
  },
};

// To the end of the text; a template may go on in the next line.
function rest(stream: Parameters<StreamParser<State>["token"]>[0], state: State, quote: string): string {
  for (let char = stream.next(); char !== undefined; char = stream.next()) {
    if (char === "\\") stream.next();
    else if (char === quote) {
      state.quote = null;
      return "string";
    }
  }
  state.quote = quote === "`" ? quote : null;
  return "string";
}

export const typescript = StreamLanguage.define(parser);
