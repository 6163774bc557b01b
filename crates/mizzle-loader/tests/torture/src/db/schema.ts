// A barrel, as projects have them: `export *` in an order that is not the alphabet's.
export * from './tables/users.js';
export * from '@/db/tables/posts';
export * from './tables/misc';
export { audit } from '@acme/shared';
export type { Settings } from '~types';
