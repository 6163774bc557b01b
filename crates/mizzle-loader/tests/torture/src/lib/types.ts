export type Settings = { theme: 'dark' | 'light' };
export interface Named {
  name: string;
}
export enum Role {
  Admin = 'admin',
  Member = 'member',
  Guest = `gu${'est'}`,
}
export const enum Level {
  Low = 1,
  High = Low << 2,
}
