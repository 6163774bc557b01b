class Naming {
  private static readonly prefixes = new Map<string, string>();
  static #count = 0;
  constructor(
    private readonly separator: string,
    public readonly prefix = process.env.TABLE_PREFIX ?? 'app',
  ) {}
  name(part: string): string {
    Naming.#count++;
    Naming.prefixes.set(part, this.prefix);
    return [this.prefix, part].join(this.separator);
  }
}

export default new Naming('_');
export namespace Limits {
  export const name = 120;
  export const code = name / 40;
}
