const seen: string[] = [];
function tag(name: string) {
  return (target: unknown, key?: string) => {
    seen.push(key ? `${name}:${key}` : name);
  };
}

@tag('class')
export class Tagged {
  @tag('field') value = 1;
  @tag('method') method() {
    return this.value;
  }
}
export const tags = seen;
