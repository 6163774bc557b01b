import crypto from 'crypto';
import * as path from 'node:path';
import { bigint, pgTable, pgView, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

using resource = { [Symbol.dispose]() {} };
void resource;

abstract class Base<T> {
  declare readonly kind: T;
  protected abstract table(): string;
  get name() {
    return this.table() as string;
  }
}
class Z extends Base<'z'> {
  override table = () => `z_${path.posix.join('a', '..', 'b')}`;
}

export const Zebra = pgTable(new Z().name, { id: uuid('id').defaultRandom(), big: bigint('big', { mode: 'bigint' }).default(2n ** 62n) });
export const apple = pgTable('apple', {
  hash: text('hash').default(crypto.createHash('sha256').update('mizzle').digest('hex').slice(0, 8)),
});
export { users as again };
export const names = pgView('names').as((qb) => qb.select({ name: users.name }).from(users));
export default apple;
